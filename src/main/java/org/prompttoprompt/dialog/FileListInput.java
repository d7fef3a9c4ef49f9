package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import javax.swing.JComponent;
import javax.swing.JPanel;

/** A list of files, typed or picked by name one after the other. */
final class FileListInput implements InputField {
    private final TextInput files;
    private final JPanel panel = new JPanel(new BorderLayout(4, 0));

    /** @param key of the option that takes them */
    FileListInput(String key, int columns) {
        files = new TextInput(columns);
        panel.setOpaque(false);
        panel.add(files.component(), BorderLayout.CENTER);
        ModelPicker.button(key, this::add).ifPresent(button -> panel.add(button, BorderLayout.EAST));
    }

    private void add(String name) {
        String before = text().strip().replaceFirst("\\s*;$", "");
        setText(before.isEmpty() ? name : before + "; " + name);
    }

    @Override
    public JComponent component() {
        return panel;
    }

    @Override
    public String text() {
        return files.text();
    }

    @Override
    public void setText(String text) {
        files.setText(text);
    }

    @Override
    public void onChange(Runnable listener) {
        files.onChange(listener);
    }
}
