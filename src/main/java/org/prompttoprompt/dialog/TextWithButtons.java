package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import javax.swing.JComponent;
import javax.swing.JPanel;

/** A line of text that buttons beside it write as well. */
abstract class TextWithButtons implements InputField {
    private final TextInput field;
    private final JPanel panel = new JPanel(new BorderLayout(4, 0));

    TextWithButtons(int columns) {
        field = new TextInput(columns);
        panel.setOpaque(false);
        panel.add(field.component(), BorderLayout.CENTER);
    }

    /** Puts buttons beside the text. */
    final void beside(JComponent buttons) {
        panel.add(buttons, BorderLayout.EAST);
    }

    @Override
    public JComponent component() {
        return panel;
    }

    @Override
    public String text() {
        return field.text();
    }

    @Override
    public void setText(String text) {
        field.setText(text);
    }

    @Override
    public void onChange(Runnable listener) {
        field.onChange(listener);
    }
}
