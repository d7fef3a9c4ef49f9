package org.prompttoprompt.dialog;

import java.util.Set;
import javax.swing.JCheckBox;
import javax.swing.JComponent;

/** Yes or no. */
final class YesNoInput implements InputField {
    static final Set<String> VALUES = Set.of("yes", "no");

    private final JCheckBox box = new JCheckBox();

    @Override
    public JComponent component() {
        return box;
    }

    @Override
    public String text() {
        return box.isSelected() ? "yes" : "no";
    }

    @Override
    public void setText(String text) {
        box.setSelected(text.equals("yes"));
    }

    @Override
    public void onChange(Runnable listener) {
        box.addActionListener(event -> listener.run());
    }
}
