package org.prompttoprompt.dialog;

import java.awt.Component;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JPopupMenu;
import org.prompttoprompt.store.ModelEntry;

/** The folders of other programs that the user has named to look for models in: one more, or one less. */
final class FoldersMenu {
    private final Component at;
    private final Runnable find;
    private final Consumer<Path> forget;
    private List<Path> named = List.of();

    /**
     * A menu.
     *
     * @param find looks in one more
     * @param forget looks no more in one, once the user has said so
     */
    FoldersMenu(Component at, Runnable find, Consumer<Path> forget) {
        this.at = at;
        this.find = find;
        this.forget = forget;
    }

    /** Hears which were named by now. */
    void show(List<Path> folders) {
        named = folders;
    }

    /** Opens it below a button. */
    void open(JButton button) {
        JPopupMenu menu = menu();
        button.setComponentPopupMenu(menu);
        menu.show(button, 0, button.getHeight());
    }

    /** Returns it with the folders as they are now. */
    JPopupMenu menu() {
        JPopupMenu menu = new JPopupMenu();
        menu.add("Find in a Folder...").addActionListener(event -> find.run());
        if (!named.isEmpty()) menu.addSeparator();
        for (Path folder : named)
            menu.add("Stop Looking in " + folder + (Files.isDirectory(folder) ? "..." : ", which is not there now..."))
                    .addActionListener(event -> ask(folder));
        return menu;
    }

    /** Returns the innermost of them in which a model was found. */
    Optional<Path> of(ModelEntry model) {
        return named.stream()
                .filter(folder -> model.isOfFolder() && model.place().startsWith(folder))
                .max(Comparator.comparing(Path::getNameCount));
    }

    /** Looks no more in one, if that is what the user wants. */
    void ask(Path folder) {
        String question = "Look no more for models in " + folder
                + "?\nIts models leave the list; nothing on the disk is deleted.";
        if (ModelsBox.ask(at, question, "Stop Looking", "Cancel") == 0) forget.accept(folder);
    }
}
