package org.prompttoprompt.studio;

import java.awt.Color;
import java.awt.Graphics;
import java.util.function.Consumer;
import javax.swing.JTextField;

/** An empty field that takes a phrase at Enter. */
final class PhraseField extends JTextField {
    private static final String HINT = "+ phrase";

    PhraseField(Consumer<String> added) {
        super(HINT.length());
        addActionListener(event -> {
            String phrase = getText().strip();
            setText("");
            if (!phrase.isEmpty()) added.accept(phrase);
        });
    }

    @Override
    protected void paintComponent(Graphics g) {
        super.paintComponent(g);
        if (!getText().isEmpty() || hasFocus()) return;
        g.setColor(Color.GRAY);
        g.drawString(HINT, getInsets().left + 2, getBaseline(getWidth(), getHeight()));
    }
}
