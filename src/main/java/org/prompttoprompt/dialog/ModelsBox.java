package org.prompttoprompt.dialog;

import java.awt.Component;
import java.awt.Dialog.ModalityType;
import java.util.Arrays;
import javax.swing.JDialog;
import javax.swing.JOptionPane;

/** Boxes of the window of models: they tell something, or ask before something is deleted. */
final class ModelsBox {
    /**
     * The window is one that the dialogs of others do not shut. Its own boxes shut it until they are answered, so that they are not
     * left behind it; the rest of ImageJ goes on.
     */
    static final ModalityType MODALITY = ModalityType.DOCUMENT_MODAL;

    private static final String TITLE = "Models";

    private ModelsBox() {}

    /**
     * Tells something.
     *
     * @param kind as {@link JOptionPane} numbers them
     */
    static void tell(Component at, Object shown, int kind) {
        open(at, new JOptionPane(shown, kind));
    }

    /**
     * Returns the number of the answer, -1 for none.
     *
     * @param answers of which the last, which Enter gives, changes nothing
     */
    static int ask(Component at, String question, String... answers) {
        JOptionPane pane = new JOptionPane(
                question,
                JOptionPane.QUESTION_MESSAGE,
                JOptionPane.DEFAULT_OPTION,
                null,
                answers,
                answers[answers.length - 1]);
        open(at, pane);
        return Arrays.asList(answers).indexOf(pane.getValue());
    }

    private static void open(Component at, JOptionPane pane) {
        JDialog box = pane.createDialog(at, TITLE);
        box.setModalityType(MODALITY);
        box.setVisible(true);
        box.dispose();
    }
}
