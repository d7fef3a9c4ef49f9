package org.prompttoprompt.doc;

import ij.IJ;
import java.awt.Component;
import java.awt.Container;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.FocusEvent;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.swing.AbstractButton;
import javax.swing.JSlider;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;

/** Takes the picture of Prompt Studio after two edits, a word's attention over both images. A process of its own. */
final class StudioPictureDriver {
    private static Window studio;

    private StudioPictureDriver() {}

    /** Argument: a folder for the result. */
    public static void main(String[] args) throws Exception {
        try {
            Gui.whiteScreen();
            ij.ImageJ.main(new String[0]);
            IJ.doCommand("Prompt Studio...");
            studio = Gui.window("Prompt Studio");
            onEvents(() -> {
                studio.setBounds(20, 20, 900, 820);
                studio.validate();
                return null;
            });
            type("prompt", "a red ball on the grass");
            onEvents(() -> {
                ((AbstractButton) part("generate")).doClick();
                return null;
            });
            settled(1);
            type("word 1", "blue");
            settled(2);
            onEvents(() -> {
                ((JSlider) part("tau")).setValue(5);
                return null;
            });
            settled(3);
            onEvents(() -> {
                Component field = part("word 2");
                field.dispatchEvent(new FocusEvent(field, FocusEvent.FOCUS_GAINED));
                return null;
            });
            for (String picture : List.of("Source", "Edited")) {
                Gui.await(() -> onEvents(() -> showsHeat(picture) ? true : null), "the attention over " + picture);
            }
            Gui.save(Gui.picture(studio), Path.of(args[0]).resolve("studio.png"));
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            Gui.save(Gui.picture(new Rectangle(1280, 900)), Path.of(args[0]).resolve("picture-stuck.png"));
            System.exit(1);
        }
    }

    private static <T> T onEvents(Callable<T> what) throws Exception {
        FutureTask<T> task = new FutureTask<>(what);
        SwingUtilities.invokeLater(task);
        return task.get();
    }

    private static void settled(int results) throws Exception {
        Gui.await(() -> onEvents(() -> find(studio, "history " + (results - 1))), "result " + results);
        Gui.await(() -> onEvents(() -> part("stop").isEnabled() ? null : true), "rest");
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
        Component found = find(studio, name);
        if (found == null) throw new IllegalStateException("The Studio has no part '" + name + "'");
        return found;
    }

    private static boolean showsHeat(String picture) throws Exception {
        Component panel = part(picture);
        Method shows = panel.getClass().getDeclaredMethod("showsHeat");
        shows.setAccessible(true);
        return (Boolean) shows.invoke(panel);
    }

    private static void type(String name, String text) throws Exception {
        onEvents(() -> {
            JTextField field = (JTextField) part(name);
            field.setText(text);
            if (name.startsWith("word")) field.postActionEvent();
            return null;
        });
    }
}
