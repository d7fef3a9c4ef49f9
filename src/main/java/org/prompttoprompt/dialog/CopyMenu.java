package org.prompttoprompt.dialog;

import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.store.ModelEntry;

/** Copies the name of a model: a dialog takes it as it is; a macro needs its key, and brackets around one with blanks. */
final class CopyMenu extends JPopupMenu {
    private static final long serialVersionUID = 1L;
    private final transient Supplier<Optional<ModelEntry>> selected;
    private final transient Consumer<String> tell;
    private final JMenuItem forMacro;

    CopyMenu(Supplier<Optional<ModelEntry>> selected, Consumer<String> tell) {
        this.selected = selected;
        this.tell = tell;
        add("Copy Name").addActionListener(event -> selected.get().ifPresent(e -> copy(e.name())));
        forMacro = add("Copy for Macro");
        forMacro.addActionListener(event -> selected.get().ifPresent(e -> copy(ModelsTable.option(e))));
    }

    /** Opens it below a button. */
    void open(JButton button) {
        forMacro.setEnabled(
                selected.get().filter(e -> e.look().use() != ModelLook.Use.NONE).isPresent());
        show(button, 0, button.getHeight());
    }

    private void copy(String text) {
        Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(text), null);
        tell.accept("Copied: " + text);
    }
}
