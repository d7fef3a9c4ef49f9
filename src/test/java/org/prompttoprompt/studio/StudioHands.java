package org.prompttoprompt.studio;

import java.awt.Component;
import java.awt.Container;
import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.event.FocusEvent;
import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Files;
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
import org.prompttoprompt.command.Gui;

/** Hands and eyes for drivers of the Studio: finds its widgets by name, uses them and keeps what was seen. */
public final class StudioHands {
    public static final List<String> SEEN = new ArrayList<>();
    public static JFrame studio;
    public static Path folder;

    private StudioHands() {}

    /** What a driver does. */
    public interface Drive {
        void go() throws Exception;
    }

    /** Runs a driver whose first argument is its folder, and ends its process, with 1 if it failed. */
    public static void run(String[] args, Drive drive) {
        Gui.run(args, to -> {
            folder = to;
            drive.go();
        });
    }

    /** Runs a driver that writes what was seen to a file, also if it fails. */
    public static void run(String[] args, String seen, Drive drive) {
        run(args, () -> {
            try {
                drive.go();
            } finally {
                Files.write(folder.resolve(seen), SEEN);
            }
        });
    }

    /** Waits for the Studio's window and gives it a size. */
    public static void open(int width, int height) throws Exception {
        studio = await(() -> showing("Prompt Studio"), "the Studio");
        size(width, height);
    }

    /** Gives the window a size, as far as it takes it. */
    public static void size(int width, int height) throws Exception {
        onEvents(() -> {
            studio.setBounds(20, 20, width, height);
            studio.validate();
            studio.toFront();
            return null;
        });
        // What wraps is laid out once more.
        Thread.sleep(300);
    }

    public static void see(String what) {
        SEEN.add(what);
    }

    /** Returns the window of this title that shows, null if none does. */
    public static JFrame showing(String title) {
        for (Frame frame : Frame.getFrames()) {
            if (frame instanceof JFrame found
                    && frame.isShowing()
                    && frame.getTitle().equals(title)) return found;
        }
        return null;
    }

    public static <T> T onEvents(Callable<T> what) throws Exception {
        if (SwingUtilities.isEventDispatchThread()) return what.call();
        FutureTask<T> task = new FutureTask<>(what);
        SwingUtilities.invokeLater(task);
        return task.get();
    }

    public static <T> T await(Callable<T> what, String name) throws Exception {
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
    public static void settled(int results) throws Exception {
        await(() -> find(studio, "history " + (results - 1)) == null ? null : true, "result " + results);
        rest();
    }

    /** Waits until nothing goes on. */
    public static void rest() throws Exception {
        await(() -> part("stop").isEnabled() ? null : true, "rest");
    }

    /** Returns how many results the history has. */
    public static int results() throws Exception {
        return onEvents(() -> {
            int n = 0;
            while (find(studio, "history " + n) != null) n++;
            return n;
        });
    }

    /** Returns whether a picture shows a word's attention. */
    public static boolean shows(String picture) throws Exception {
        Component panel = part(picture);
        Method shows = panel.getClass().getDeclaredMethod("showsHeat");
        shows.setAccessible(true);
        return (Boolean) shows.invoke(panel);
    }

    public static Component find(Container parts, String name) {
        for (Component part : parts.getComponents()) {
            if (name.equals(part.getName())) return part;
            if (part instanceof Container inner) {
                Component found = find(inner, name);
                if (found != null) return found;
            }
        }
        return null;
    }

    public static Component part(String name) {
        Component found = find(studio.getContentPane(), name);
        if (found == null) throw new IllegalStateException("The Studio has no part '" + name + "'");
        return found;
    }

    public static void type(String name, String text) throws Exception {
        onEvents(() -> {
            JTextField field = (JTextField) part(name);
            field.setText(text);
            boolean form = List.of("prompt", "seed", "steps", "guidance").contains(name);
            if (!form) field.postActionEvent();
            return null;
        });
    }

    public static void click(String name) throws Exception {
        onEvents(() -> {
            ((AbstractButton) part(name)).doClick();
            return null;
        });
    }

    public static void slide(String name, int value) throws Exception {
        onEvents(() -> {
            ((JSlider) part(name)).setValue(value);
            return null;
        });
    }

    /** What a click into a word does, where no window manager hands out the focus. */
    public static void look(int word) throws Exception {
        onEvents(() -> {
            Component field = part("word " + word);
            field.dispatchEvent(new FocusEvent(field, FocusEvent.FOCUS_GAINED));
            return null;
        });
    }

    public static String text(String name) throws Exception {
        return onEvents(() -> ((JTextField) part(name)).getText());
    }

    public static String status() throws Exception {
        return onEvents(() -> ((JTextComponent) part("status")).getText());
    }

    public static void shoot(String name) throws Exception {
        Thread.sleep(700);
        Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        ImageIO.write(new Robot().createScreenCapture(screen), "png", new File(folder.toFile(), name));
    }
}
