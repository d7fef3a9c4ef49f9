package org.prompttoprompt.dialog;

import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.KeyStroke;

/** Closes a dialog by its key, as Cancel does. */
public final class Escape {
    private Escape() {}

    /** Lets the key close a dialog, wherever the caret is in it. */
    public static void closes(JDialog dialog) {
        dialog.getRootPane()
                .registerKeyboardAction(
                        event -> dialog.dispose(), KeyStroke.getKeyStroke("ESCAPE"), JComponent.WHEN_IN_FOCUSED_WINDOW);
    }
}
