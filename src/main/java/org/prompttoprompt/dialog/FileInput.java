package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.io.File;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFileChooser;
import javax.swing.JPanel;
import org.scijava.module.ModuleItem;
import org.scijava.widget.FileWidget;

/** A file or folder, typed or browsed for. */
final class FileInput implements InputField {
    private final TextInput path;
    private final JPanel panel = new JPanel(new BorderLayout(4, 0));

    FileInput(ModuleItem<?> item, int columns) {
        path = new TextInput(columns);
        JButton browse = new JButton("Browse");
        browse.addActionListener(event -> browse(item));
        panel.setOpaque(false);
        panel.add(path.component(), BorderLayout.CENTER);
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 0, 0));
        buttons.setOpaque(false);
        ModelPicker.button(item.getName(), path::setText).ifPresent(buttons::add);
        buttons.add(browse);
        panel.add(buttons, BorderLayout.EAST);
    }

    private void browse(ModuleItem<?> item) {
        JFileChooser chooser = new JFileChooser();
        boolean folder = FileWidget.DIRECTORY_STYLE.equals(item.getWidgetStyle());
        // Models are folders or files.
        chooser.setFileSelectionMode(folder ? JFileChooser.DIRECTORIES_ONLY : JFileChooser.FILES_AND_DIRECTORIES);
        chooser.setDialogTitle(item.getLabel());
        if (!path.text().isBlank()) chooser.setSelectedFile(new File(path.text()).getAbsoluteFile());
        if (chooser.showDialog(panel, "Choose") == JFileChooser.APPROVE_OPTION)
            path.setText(chooser.getSelectedFile().getPath());
    }

    @Override
    public JComponent component() {
        return panel;
    }

    TextInput path() {
        return path;
    }

    @Override
    public String text() {
        return path.text();
    }

    @Override
    public void setText(String text) {
        path.setText(text);
    }

    @Override
    public void onChange(Runnable listener) {
        path.onChange(listener);
    }
}
