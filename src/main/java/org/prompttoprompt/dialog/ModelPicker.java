package org.prompttoprompt.dialog;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JPopupMenu;
import javax.swing.SwingUtilities;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.store.ModelStore;

/** A button that lists what this computer has for an option by its names, and leads to more. */
public final class ModelPicker {
    private static final String LABEL = "Choose \u25be";

    private ModelPicker() {}

    /** Returns the button for whole models; {@code chosen} hears of a name. */
    public static JButton button(Consumer<String> chosen) {
        return button(ModelLook.Use.MODEL, chosen);
    }

    /** Returns the button for what is of this use, if an option takes a name of it. */
    static Optional<JButton> button(String option, Consumer<String> chosen) {
        return Arrays.stream(ModelLook.Use.values())
                .filter(use -> !option.isEmpty() && use.key().equals(option))
                .map(use -> button(use, chosen))
                .findFirst();
    }

    private static JButton button(ModelLook.Use use, Consumer<String> chosen) {
        JButton button = new JButton(LABEL);
        button.setName("choose " + use.key());
        button.setToolTipText("What this computer has by name, and how to get more");
        button.addActionListener(event -> menu(button, use, chosen).show(button, 0, button.getHeight()));
        return button;
    }

    private static JPopupMenu menu(JButton button, ModelLook.Use use, Consumer<String> chosen) {
        JPopupMenu menu = new JPopupMenu();
        Map<String, String> choices = new ModelStore().choices(use);
        choices.forEach((name, title) -> menu.add(title).addActionListener(event -> chosen.accept(name)));
        if (choices.isEmpty()) menu.add("None is installed yet").setEnabled(false);
        menu.addSeparator();
        menu.add(use == ModelLook.Use.MODEL ? "More models..." : "More...")
                .addActionListener(event -> ModelsWindow.choose(SwingUtilities.getWindowAncestor(button), use, chosen));
        return menu;
    }
}
