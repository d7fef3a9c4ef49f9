package org.prompttoprompt.dialog;

import javax.swing.JComponent;
import javax.swing.JTextField;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.JTextComponent;

/** A line of text. */
final class TextInput implements InputField {
    final JTextField field;

    TextInput(int columns) {
        field = new JTextField(columns);
        field.setMinimumSize(field.getPreferredSize());
    }

    @Override
    public JComponent component() {
        return field;
    }

    @Override
    public String text() {
        return field.getText();
    }

    @Override
    public void setText(String text) {
        if (field.getText().equals(text)) return;
        field.setText(text);
        field.setCaretPosition(0);
    }

    @Override
    public void onChange(Runnable listener) {
        onChange(field, listener);
    }

    /** Tells whenever the text of a field changes. */
    static void onChange(JTextComponent field, Runnable listener) {
        field.getDocument().addDocumentListener(new DocumentListener() {
            @Override
            public void insertUpdate(DocumentEvent event) {
                listener.run();
            }

            @Override
            public void removeUpdate(DocumentEvent event) {
                listener.run();
            }

            @Override
            public void changedUpdate(DocumentEvent event) {}
        });
    }
}
