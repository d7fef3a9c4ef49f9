package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.util.Optional;
import java.util.function.Function;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JTextField;

/** Asks for the name of a model that is added, and tells at once where it cannot have one. */
final class AddPanel extends JPanel {
    private static final long serialVersionUID = 1L;
    private final JTextField name;
    private final JTextArea problem = new JTextArea(3, 50);
    private final JButton add = new JButton("Add");
    private final transient Function<String, Optional<String>> why;

    /**
     * The question.
     *
     * @param place where the model lies
     * @param own the name that it has by itself
     * @param why tells why it cannot have a name; an empty one is its own
     * @param added does it
     * @param cancelled does nothing
     */
    AddPanel(String place, String own, Function<String, Optional<String>> why, Runnable added, Runnable cancelled) {
        super(new BorderLayout(6, 8));
        this.why = why;
        setBorder(BorderFactory.createEmptyBorder(10, 10, 10, 10));
        name = new JTextField(own, 24);
        name.setName("name");
        name.setToolTipText("Dialogs, macros and the command line call it so; left empty, it is called as its file");
        JTextArea from = text(new JTextArea(place + " stays where it is.", 2, 50));
        problem.setName("problem");
        JPanel called = new JPanel(new FlowLayout(FlowLayout.LEFT, 6, 0));
        JLabel label = new JLabel("To be called");
        label.setLabelFor(name);
        called.add(label);
        called.add(name);
        JPanel above = new JPanel(new BorderLayout(0, 6));
        above.add(from, BorderLayout.NORTH);
        above.add(called, BorderLayout.SOUTH);
        add(above, BorderLayout.NORTH);
        add(text(problem), BorderLayout.CENTER);
        add.setName("add");
        add.addActionListener(event -> added.run());
        JButton cancel = new JButton("Cancel");
        cancel.addActionListener(event -> cancelled.run());
        JPanel right = new JPanel(new FlowLayout(FlowLayout.RIGHT, 6, 0));
        right.add(cancel);
        right.add(add);
        add(right, BorderLayout.SOUTH);
        TextInput.onChange(name, this::look);
        look();
    }

    private static JTextArea text(JTextArea area) {
        area.setEditable(false);
        area.setFocusable(false); // the caret is to stand in the name
        area.setOpaque(false);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        return area;
    }

    private void look() {
        Optional<String> told = why.apply(called());
        problem.setText(told.orElse(""));
        add.setEnabled(told.isEmpty());
        add.setToolTipText(told.orElse(null));
    }

    /** Returns the name that stands there. */
    String called() {
        return name.getText().strip();
    }

    /** Returns the button that Enter presses. */
    JButton button() {
        return add;
    }
}
