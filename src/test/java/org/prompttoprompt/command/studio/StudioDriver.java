package org.prompttoprompt.command.studio;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
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
import javax.swing.JLabel;
import javax.swing.JSlider;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;

/**
 * Uses Prompt Studio as a person does, in a plain ImageJ: generates, looks at a word, swaps it, weighs another, drags tau,
 * adds a phrase, goes back, records, sweeps, and types a word that the model does not know. What was seen is written down
 * line by line. A process of its own that knows only ImageJ.
 */
final class StudioDriver {
    private static JFrame studio;
    private static Path folder;
    private static final List<String> SEEN = new ArrayList<>();

    private StudioDriver() {}

    /** Argument: a folder for screenshots and what was seen. */
    public static void main(String[] args) throws Exception {
        folder = Path.of(args[0]);
        try {
            drive();
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void drive() throws Exception {
        ij.ImageJ.main(new String[0]);
        IJ.doCommand("Prompt Studio...");
        studio = await(StudioDriver::window, "the Studio");
        onEvents(() -> {
            studio.setBounds(20, 20, 900, 820);
            studio.validate();
            return null;
        });
        type("prompt", "a red ball on the grass");
        type("seed", "7");
        type("steps", "6");
        click("generate");
        settled(1);
        see("source");

        look(1);
        await(() -> shows("Edited") ? true : null, "the attention of 'red'");
        see("attention over source and edited: " + shows("Source") + ", " + shows("Edited"));

        type("word 1", "blue");
        settled(2);
        see("swap");
        slide("weight 1", 8);
        settled(3);
        see("swap and weight");
        slide("tau", 6);
        settled(4);
        see("tau");
        await(() -> shows("Edited") ? true : null, "the attention of 'blue'");
        shoot("studio-900.png");
        type("add after", "at night");
        settled(5);
        see("phrase");
        click("Undo");
        see("undone: " + text("word 1") + ", " + ((JSlider) part("tau")).getValue());
        click("Record");
        Recorder recorder = await(Recorder::getInstance, "the Recorder");
        Files.writeString(folder.resolve("studio-recorded.txt"), recorder.getText());

        type("word 2", "zebra");
        await(() -> status().contains("zebra") ? true : null, "the refusal");
        see(status().replaceAll("-\\w+'", "'").replaceAll("\\. It knows.*", ""));
        click("Undo");
        see("taken back: " + text("word 2"));
        click("Redo");
        see("redone: " + text("word 7"));
        click("Undo");
        click("Open as Image");
        ImagePlus opened = await(WindowManager::getCurrentImage, "the image");
        see("opened: " + opened.getTitle() + ", " + opened.getStackSize());
        click("To Stack");
        ImagePlus stack = await(() -> other(opened), "the stack");
        see("stack: " + stack.getStackSize() + ", " + stack.getStack().getSliceLabel(12));
        onEvents(() -> {
            studio.setBounds(300, 20, 560, 640);
            studio.validate();
            studio.toFront();
            return null;
        });
        shoot("studio-560.png");
        Files.write(folder.resolve("studio-seen.txt"), SEEN);
    }

    private static void see(String what) {
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

    private static ImagePlus other(ImagePlus known) {
        ImagePlus current = WindowManager.getCurrentImage();
        return current == known ? null : current;
    }

    private static <T> T onEvents(Callable<T> what) throws Exception {
        FutureTask<T> task = new FutureTask<>(what);
        SwingUtilities.invokeLater(task);
        return task.get();
    }

    private static <T> T await(Callable<T> what, String name) throws Exception {
        for (int i = 0; i < 1200; i++) {
            T found = onEvents(what);
            if (found != null) return found;
            Thread.sleep(100);
        }
        shoot("studio-stuck.png");
        throw new IllegalStateException("Waited two minutes for " + name + "; status: " + status());
    }

    /** Waits for the result of this number, and for the end of all that it set going. */
    private static void settled(int results) throws Exception {
        await(() -> find(studio, "history " + (results - 1)) == null ? null : true, "result " + results);
        await(() -> part("stop").isEnabled() ? null : true, "rest");
    }

    private static Component find(Container parts, String name) {
        for (Component part : parts.getComponents()) {
            if (name.equals(part.getName())) return part;
            if (part instanceof Container inner) {
                Component found = find(inner, name);
                if (found != null) return found;
            }
        }
        return null;
    }

    private static Component part(String name) {
        Component found = find(studio.getContentPane(), name);
        if (found == null) throw new IllegalStateException("The Studio has no part '" + name + "'");
        return found;
    }

    private static void type(String name, String text) throws Exception {
        onEvents(() -> {
            JTextField field = (JTextField) part(name);
            field.setText(text);
            boolean form = List.of("prompt", "seed", "steps").contains(name);
            if (!form) field.postActionEvent();
            return null;
        });
    }

    private static void click(String name) throws Exception {
        onEvents(() -> {
            ((AbstractButton) part(name)).doClick();
            return null;
        });
    }

    private static void slide(String name, int value) throws Exception {
        onEvents(() -> {
            ((JSlider) part(name)).setValue(value);
            return null;
        });
    }

    /** What a click into a word does, where no window manager hands out the focus. */
    private static void look(int word) throws Exception {
        onEvents(() -> {
            Component field = part("word " + word);
            field.dispatchEvent(new FocusEvent(field, FocusEvent.FOCUS_GAINED));
            return null;
        });
    }

    private static String text(String name) throws Exception {
        return onEvents(() -> ((JTextField) part(name)).getText());
    }

    private static String status() throws Exception {
        return SwingUtilities.isEventDispatchThread()
                ? ((JLabel) part("status")).getText()
                : onEvents(() -> ((JLabel) part("status")).getText());
    }

    private static boolean shows(String picture) throws Exception {
        Component panel = part(picture);
        Method shows = panel.getClass().getDeclaredMethod("showsHeat");
        shows.setAccessible(true);
        return (Boolean) shows.invoke(panel);
    }

    private static void shoot(String name) throws Exception {
        Thread.sleep(700);
        Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        ImageIO.write(new Robot().createScreenCapture(screen), "png", new File(folder.toFile(), name));
    }
}
