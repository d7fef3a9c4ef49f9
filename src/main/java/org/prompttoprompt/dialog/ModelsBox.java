package org.prompttoprompt.dialog;

import java.awt.Component;
import javax.swing.JOptionPane;

/** Asks before something is deleted. */
final class Question {
    private Question() {}

    /**
     * Returns the number of the answer, -1 for none.
     *
     * @param answers of which the last, which Enter gives, changes nothing
     */
    static int ask(Component at, String question, String... answers) {
        return JOptionPane.showOptionDialog(
                at,
                question,
                "Models",
                JOptionPane.DEFAULT_OPTION,
                JOptionPane.QUESTION_MESSAGE,
                null,
                answers,
                answers[answers.length - 1]);
    }
}
