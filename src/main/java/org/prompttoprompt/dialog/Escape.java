package org.prompttoprompt.dialog;

import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.KeyStroke;
import javax.swing.MenuSelectionManager;

/** Closes a dialog by its key, as Cancel does. */
public final class Escape {
    private Escape() {}

    /** Lets the key close a dialog, wherever the caret is in it; while a menu of it is open, that alone. */
    public static void closes(JDialog dialog) {
        dialog.getRootPane()
                .registerKeyboardAction(
                        event -> {
                            MenuSelectionManager menus = MenuSelectionManager.defaultManager();
                            if (menus.getSelectedPath().length > 0) menus.clearSelectedPath();
                            else dialog.dispose();
                        },
                        KeyStroke.getKeyStroke("ESCAPE"),
                        JComponent.WHEN_IN_FOCUSED_WINDOW);
    }
}
