package org.prompttoprompt.dialog;

import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JPopupMenu;
import javax.swing.SwingUtilities;
import org.prompttoprompt.store.ModelStore;

/** A button that lists the models of this computer by their names, and leads to more. */
public final class ModelPicker {
    private static final String LABEL = "Choose \u25be";

    private ModelPicker() {}

    /** Returns the button; {@code chosen} hears of a name. */
    public static JButton button(Consumer<String> chosen) {
        JButton button = new JButton(LABEL);
        button.setName("choose model");
        button.setToolTipText("The models of this computer by name, and how to get more");
        button.addActionListener(event -> menu(button, chosen).show(button, 0, button.getHeight()));
        return button;
    }

    private static JPopupMenu menu(JButton button, Consumer<String> chosen) {
        JPopupMenu menu = new JPopupMenu();
        new ModelStore()
                .choices()
                .forEach((name, title) -> menu.add(title).addActionListener(event -> chosen.accept(name)));
        menu.addSeparator();
        menu.add("More models...")
                .addActionListener(event -> ModelsWindow.choose(SwingUtilities.getWindowAncestor(button), chosen));
        return menu;
    }
}
