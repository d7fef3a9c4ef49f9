package org.prompttoprompt.dialog;

import ij.IJ;
import java.io.File;
import java.util.Optional;
import javax.swing.JFileChooser;
import javax.swing.JOptionPane;

/** Asks where to save, beginning with a name, and whether a file of that name may be replaced. */
final class SaveChooser {
    private SaveChooser() {}

    static Optional<File> choose(String title, String name) {
        JFileChooser chooser = new JFileChooser() {
            @Override
            public void approveSelection() {
                File file = getSelectedFile();
                boolean replace = !file.exists()
                        || JOptionPane.showConfirmDialog(
                                        this, "Replace " + file.getName() + "?", title, JOptionPane.OK_CANCEL_OPTION)
                                == JOptionPane.OK_OPTION;
                if (replace) super.approveSelection();
            }
        };
        chooser.setDialogTitle(title);
        chooser.setName("save");
        if (!name.isBlank()) chooser.setSelectedFile(new File(name));
        boolean chosen = chooser.showSaveDialog(IJ.getInstance()) == JFileChooser.APPROVE_OPTION;
        return chosen ? Optional.of(chooser.getSelectedFile()) : Optional.empty();
    }
}
