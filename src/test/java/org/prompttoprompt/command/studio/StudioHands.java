package org.prompttoprompt.command.studio;

import java.awt.Component;
import java.awt.Container;
import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.event.FocusEvent;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JFrame;
import javax.swing.JSlider;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

/** Hands and eyes for drivers of the Studio: finds its widgets by name, uses them and keeps what was seen. */
final class Gui {
    static final List<String> SEEN = new ArrayList<>();
    static JFrame studio;
    static Path folder;

    private Gui() {}

    /** Runs a driver whose first argument is its folder, and ends its process, with 1 if it failed. */
    static void run(String[] args, Callable<Void> drive) {
        folder = Path.of(args[0]);
        try {
            drive.call();
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** Waits for the Studio's window and gives it a size. */
    static void open(int width, int height) throws Exception {
        studio = await(Gui::window, "the Studio");
        size(width, height);
    }

    /** Gives the window a size, as far as it takes it. */
    static void size(int width, int height) throws Exception {
        onEvents(() -> {
            studio.setBounds(20, 20, width, height);
            studio.validate();
            studio.toFront();
            return null;
        });
        // What wraps is laid out once more.
        Thread.sleep(300);
    }

    static void see(String what) {
        SEEN.add(what);
    }

    private static JFrame window() {
        for (Frame frame : Frame.getFrames()) {
            if (frame instanceof JFrame found
                    && frame.isShowing()
                    && frame.getTitle().equals("Prompt Studio")) return found;
        }
        return null;
    }

    static <T> T onEvents(Callable<T> what) throws Exception {
        if (SwingUtilities.isEventDispatchThread()) return what.call();
        FutureTask<T> task = new FutureTask<>(what);
        SwingUtilities.invokeLater(task);
        return task.get();
    }

    static <T> T await(Callable<T> what, String name) throws Exception {
        for (int i = 0; i < 1200; i++) {
            T found = onEvents(what);
            if (found != null) return found;
            Thread.sleep(100);
        }
        shoot("studio-stuck.png");
        throw new IllegalStateException(
                "Waited two minutes for " + name + (studio == null ? "" : "; status: " + status()));
    }

    /** Waits for the result of this number, and for the end of all that it set going. */
    static void settled(int results) throws Exception {
        await(() -> find(studio, "history " + (results - 1)) == null ? null : true, "result " + results);
        await(() -> part("stop").isEnabled() ? null : true, "rest");
    }

    static Component find(Container parts, String name) {
        for (Component part : parts.getComponents()) {
            if (name.equals(part.getName())) return part;
            if (part instanceof Container inner) {
                Component found = find(inner, name);
                if (found != null) return found;
            }
        }
        return null;
    }

    static Component part(String name) {
        Component found = find(studio.getContentPane(), name);
        if (found == null) throw new IllegalStateException("The Studio has no part '" + name + "'");
        return found;
    }

    static void type(String name, String text) throws Exception {
        onEvents(() -> {
            JTextField field = (JTextField) part(name);
            field.setText(text);
            boolean form = List.of("prompt", "seed", "steps", "guidance").contains(name);
            if (!form) field.postActionEvent();
            return null;
        });
    }

    static void click(String name) throws Exception {
        onEvents(() -> {
            ((AbstractButton) part(name)).doClick();
            return null;
        });
    }

    static void slide(String name, int value) throws Exception {
        onEvents(() -> {
            ((JSlider) part(name)).setValue(value);
            return null;
        });
    }

    /** What a click into a word does, where no window manager hands out the focus. */
    static void look(int word) throws Exception {
        onEvents(() -> {
            Component field = part("word " + word);
            field.dispatchEvent(new FocusEvent(field, FocusEvent.FOCUS_GAINED));
            return null;
        });
    }

    static String text(String name) throws Exception {
        return onEvents(() -> ((JTextField) part(name)).getText());
    }

    static String status() throws Exception {
        return onEvents(() -> ((JTextComponent) part("status")).getText());
    }

    static void shoot(String name) throws Exception {
        Thread.sleep(700);
        Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        ImageIO.write(new Robot().createScreenCapture(screen), "png", new File(folder.toFile(), name));
    }
}
