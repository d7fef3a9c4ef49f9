package org.prompttoprompt.dialog;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import javax.swing.SwingUtilities;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.store.ModelStore;

/** A button that lists what this computer has for an option by its names, and leads to more. */
public final class ModelPicker {
    private static final String LABEL = "Choose \u25be";

    /** More names make a menu that no screen is high enough for. */
    private static final int MOST = 30;

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
        return button(use, () -> new ModelStore().choices(use), chosen);
    }

    /** Every model is looked at, its tokenizer too, which takes a twentieth of a second each: not on the event thread. */
    static JButton button(ModelLook.Use use, Supplier<Map<String, String>> choices, Consumer<String> chosen) {
        JButton button = new JButton(LABEL);
        button.setName("choose " + use.key());
        button.setToolTipText("What this computer has by name, and how to get more");
        AtomicBoolean looks = new AtomicBoolean();
        button.addActionListener(event -> {
            if (looks.getAndSet(true)) return;
            Beside.run(
                    choices,
                    found -> {
                        looks.set(false);
                        if (button.isShowing()) menu(button, use, found, chosen).show(button, 0, button.getHeight());
                    },
                    () -> looks.set(false),
                    why -> {
                        looks.set(false);
                        StoreWork.refuse(button, why);
                    });
        });
        return button;
    }

    static JPopupMenu menu(JButton button, ModelLook.Use use, Map<String, String> choices, Consumer<String> chosen) {
        JPopupMenu menu = new JPopupMenu();
        choices.entrySet().stream().limit(MOST).forEach(choice -> {
            JMenuItem item = PlainText.only(new JMenuItem());
            item.setText(choice.getValue());
            menu.add(item).addActionListener(event -> chosen.accept(choice.getKey()));
        });
        if (choices.isEmpty()) menu.add("None is installed yet").setEnabled(false);
        menu.addSeparator();
        String more = use == ModelLook.Use.MODEL ? "More models..." : "More...";
        menu.add(choices.size() > MOST ? more + " (there are more)" : more)
                .addActionListener(event -> ModelsWindow.choose(SwingUtilities.getWindowAncestor(button), use, chosen));
        return menu;
    }
}
