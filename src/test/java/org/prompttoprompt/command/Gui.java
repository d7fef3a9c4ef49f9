package org.prompttoprompt.command;

import java.awt.Button;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.Frame;
import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;

/** What drivers do with windows of ImageJ: wait, find, fill, press, look. */
public final class Gui {
    private Gui() {}

    /** What a driver does, with a folder for screenshots and for what was seen. */
    public interface Drive {
        void in(Path folder) throws Exception;
    }

    /** Runs a driver whose first argument is its folder, and ends its process, with 1 if it failed. */
    public static void run(String[] args, Drive drive) {
        try {
            drive.in(Path.of(args[0]));
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** Waits up to five minutes until something holds: computers that test are busy. */
    static void await(BooleanSupplier what, String name) throws InterruptedException {
        for (int i = 0; i < 15_000; i++) {
            if (what.getAsBoolean()) return;
            Thread.sleep(20);
        }
        throw new IllegalStateException("Waited five minutes for " + name);
    }

    /** Returns what holds as the thread of events sees it. */
    static boolean onEvents(BooleanSupplier what) {
        boolean[] holds = {false};
        try {
            SwingUtilities.invokeAndWait(() -> holds[0] = what.getAsBoolean());
        } catch (InterruptedException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
        return holds[0];
    }

    /** Returns the dialog of a command that shows, if one does. */
    static Optional<JDialog> dialog() {
        return Arrays.stream(Window.getWindows())
                .filter(window -> window instanceof JDialog && window.isShowing() && "command".equals(window.getName()))
                .map(JDialog.class::cast)
                .findFirst();
    }

    /** Returns the window of this class that shows, if one does. */
    static <T extends Window> Optional<T> showing(Class<T> type) {
        return Arrays.stream(Window.getWindows())
                .filter(window -> type.isInstance(window) && window.isShowing())
                .map(type::cast)
                .findFirst();
    }

    /** Returns whether a window of this title shows. */
    static boolean frame(String title) {
        return Arrays.stream(Frame.getFrames()).anyMatch(frame -> frame.isShowing() && title.equals(frame.getTitle()));
    }

    /** Returns the text field that holds this text, folded away or not. */
    static Optional<JTextField> field(Container container, String text) {
        return find(container, JTextField.class, field -> field.getText().equals(text));
    }

    /** Returns the input of this key. */
    static JComponent input(Container container, String key) {
        return find(container, JComponent.class, input -> key.equals(input.getName()))
                .orElseThrow(() -> new IllegalStateException("There is no input " + key));
    }

    /** Returns the plugin's menu. */
    static Menu menu(MenuBar bar) {
        for (int i = 0; i < bar.getMenuCount(); i++) {
            Menu menu = bar.getMenu(i);
            for (int k = 0; k < menu.getItemCount(); k++)
                if (menu.getItem(k) instanceof Menu inner && inner.getLabel().equals("Prompt-to-Prompt")) return inner;
        }
        throw new IllegalStateException("There is no menu Prompt-to-Prompt");
    }

    /** Returns what a menu lists, as submenu/entry; without a submenu, /entry. */
    static List<String> entries(Menu menu) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < menu.getItemCount(); i++) {
            if (menu.getItem(i) instanceof Menu inner)
                entries(inner).forEach(entry -> all.add(inner.getLabel() + entry));
            else all.add("/" + menu.getItem(i).getLabel());
        }
        return all;
    }

    /** Writes a text in the field that holds {@code old}, or chooses it where {@code old} is chosen. */
    static void set(Container container, String old, String text) throws Exception {
        Optional<JTextField> field = field(container, old);
        Optional<JComboBox> box = find(container, JComboBox.class, choice -> old.equals(choice.getSelectedItem()));
        if (field.isEmpty() && box.isEmpty()) throw new IllegalStateException("Nothing holds " + old);
        SwingUtilities.invokeAndWait(() -> {
            if (field.isPresent()) field.get().setText(text);
            else box.get().setSelectedItem(text);
        });
    }

    /** Presses the button of this label. */
    static void press(Dialog dialog, String label) {
        Optional<AbstractButton> swing =
                find(dialog, AbstractButton.class, b -> label.equals(b.getText()) && b.isShowing());
        if (swing.isPresent()) {
            SwingUtilities.invokeLater(swing.get()::doClick);
            return;
        }
        Button button = find(dialog, Button.class, b -> b.getLabel().strip().equals(label))
                .orElseThrow(() -> new IllegalStateException("There is no button " + label));
        button.dispatchEvent(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getActionCommand()));
    }

    /** Writes the whole screen to a file, once windows have come to rest. */
    static void shoot(Path file) throws Exception {
        Thread.sleep(700);
        shootNow(file);
    }

    /** Writes the whole screen to a file as it is. */
    static void shootNow(Path file) throws Exception {
        Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        ImageIO.write(new Robot().createScreenCapture(screen), "png", file.toFile());
    }

    static <T extends Component> Optional<T> find(Container container, Class<T> type, Predicate<T> wanted) {
        for (Component component : container.getComponents()) {
            if (type.isInstance(component) && wanted.test(type.cast(component)))
                return Optional.of(type.cast(component));
            if (component instanceof Container inner) {
                Optional<T> found = find(inner, type, wanted);
                if (found.isPresent()) return found;
            }
        }
        return Optional.empty();
    }
}
