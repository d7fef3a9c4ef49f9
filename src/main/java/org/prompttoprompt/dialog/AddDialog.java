package org.prompttoprompt.dialog;

import java.awt.Component;
import java.awt.Window;
import java.io.File;
import java.util.Optional;
import javax.swing.JDialog;
import javax.swing.JFileChooser;
import javax.swing.SwingUtilities;
import org.prompttoprompt.store.Addition;

/** Asks which model, or which folder, and by which name one is added. */
final class AddDialog {
    private AddDialog() {}

    /**
     * Returns the path that is chosen, if one is.
     *
     * @param mode what can be chosen, as {@link JFileChooser} names it
     * @param before what was chosen before and could not be taken, empty for nothing
     */
    static Optional<String> choose(Component at, String title, int mode, String before) {
        JFileChooser chooser = new JFileChooser() {
            private static final long serialVersionUID = 1L;

            @Override
            protected JDialog createDialog(Component parent) {
                JDialog dialog = super.createDialog(parent);
                dialog.setModalityType(ModelsBox.MODALITY);
                return dialog;
            }
        };
        if (!before.isEmpty()) chooser.setSelectedFile(new File(before));
        chooser.setFileSelectionMode(mode);
        chooser.setDialogTitle(title);
        return chooser.showDialog(at, "Choose") == JFileChooser.APPROVE_OPTION
                ? Optional.of(chooser.getSelectedFile().getPath())
                : Optional.empty();
    }

    /** Returns the name by which a model is to be added, empty for its own; nothing where it is not to be. */
    static Optional<String> name(Component at, Addition model) {
        Window owner = SwingUtilities.getWindowAncestor(at);
        JDialog dialog = new JDialog(owner, "Add a Model", ModelsBox.MODALITY);
        dialog.setName("add");
        Escape.closes(dialog);
        boolean[] added = {false};
        Runnable add = () -> {
            added[0] = true;
            dialog.dispose();
        };
        AddPanel panel = new AddPanel(model.place().toString(), model.ownName(), model::problem, add, dialog::dispose);
        dialog.setContentPane(panel);
        dialog.getRootPane().setDefaultButton(panel.button());
        dialog.pack();
        dialog.setLocationRelativeTo(owner);
        dialog.setVisible(true);
        return added[0] ? Optional.of(panel.called()) : Optional.empty();
    }
}
