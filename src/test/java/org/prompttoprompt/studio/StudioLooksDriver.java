package org.prompttoprompt.studio;

import static org.prompttoprompt.studio.StudioHands.*;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.awt.Component;
import java.awt.Container;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.awt.image.BufferedImage;
import java.beans.PropertyChangeListener;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.swing.AbstractButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JSlider;

/** What the Studio's pictures and sliders do in a person's hands. A process of its own that knows only ImageJ. */
final class StudioLooksDriver {
    private StudioLooksDriver() {}

    /** Argument: a folder for screenshots and for what was seen. */
    public static void main(String[] args) {
        run(args, "studio-looks-seen.txt", StudioLooksDriver::drive);
    }

    private static void drive() throws Exception {
        ij.ImageJ.main(new String[0]);
        IJ.doCommand("Prompt Studio...");
        open(900, 820);
        await(() -> text("steps").equals("10") ? true : null, "the model's numbers");
        type("prompt", "a red ball on the grass");
        type("steps", "6");
        click("generate");
        settled(1);
        see("unedited: " + told("Edited"));
        int before = top("Source");
        type("add after", "at sunset in the snow");
        settled(2);
        see("pictures stay where they are: " + (top("Source") == before));
        click("Undo");
        type("word 1", "blue");
        settled(3);
        see("edge: " + edge("Edited"));
        slide("wipe", 50);
        shoot("studio-wipe.png");
        see("wiped: " + sameLeft() + ", not " + sameRight());
        look(1);
        await(() -> shows("Source") && shows("Edited") ? true : null, "the attention of the word");
        see("wiped with attention: " + sameLeft() + ", not " + sameRight());
        click("attention");
        slide("wipe", 0);
        type("word 1", "zebra");
        await(() -> status().contains("zebra") ? true : null, "the refusal");
        type("word 1", "blue");
        rest();
        see("typed as it was: " + results() + " results");

        int height = part("Edited").getHeight();
        doubleClick("Edited");
        Thread.sleep(300);
        see("enlarged: " + part("Edited").isShowing() + ", " + (find(studio, "Source") == null) + ", "
                + (part("Edited").getHeight() > 1.5 * height ? "larger" : "as large"));
        shoot("studio-enlarged.png");
        doubleClick("Edited");
        see("both again: " + part("Source").isShowing());

        onEvents(() -> {
            AbstractButton first = (AbstractButton) part("history 0");
            ActionEvent shift = new ActionEvent(first, ActionEvent.ACTION_PERFORMED, "", ActionEvent.SHIFT_MASK);
            Arrays.stream(first.getActionListeners()).forEach(listener -> listener.actionPerformed(shift));
            return null;
        });
        see("side by side: " + told("Source") + "; " + told("Edited"));

        drag();
        onEvents(() -> {
            Component tau = part("tau");
            tau.dispatchEvent(new MouseWheelEvent(
                    tau, MouseEvent.MOUSE_WHEEL, 0, 0, 5, 5, 0, false, MouseWheelEvent.WHEEL_UNIT_SCROLL, 1, -1));
            return null;
        });
        rest();
        see("wheel: " + onEvents(() -> ((JSlider) part("tau")).getValue()));
        onEvents(() -> {
            JComponent word = (JComponent) part("word 2");
            word.getActionMap().get("UP").actionPerformed(new ActionEvent(word, 0, ""));
            return null;
        });
        rest();
        see("arrow: " + onEvents(() -> ((JSlider) part("weight 2")).getValue()));
        shoot("studio-looks.png");

        film();
        int results = results();
        click("Seeds");
        Window strip = await(StudioLooksDriver::strip, "the seeds");
        shoot("studio-seeds.png");
        onEvents(() -> {
            ((AbstractButton) find((Container) strip, "seed 44")).doClick();
            return null;
        });
        settled(results + 1);
        see("taken: " + text("seed") + ", " + told("Edited"));
        size(560, 480);
        shoot("studio-small.png");
        see("Stop is in view: " + inView("stop"));
    }

    /** As long as tau is held the edited picture follows it; a result is only what it is let go at, and that is not drawn again. */
    private static void drag() throws Exception {
        int results = results();
        BufferedImage before = shown("Edited");
        // Stop can be pressed as long as something is drawn.
        AtomicInteger drawn = new AtomicInteger();
        PropertyChangeListener counting = change -> {
            if (Boolean.TRUE.equals(change.getNewValue())) drawn.incrementAndGet();
        };
        onEvents(() -> {
            part("stop").addPropertyChangeListener("enabled", counting);
            return null;
        });
        hold(20, true);
        await(() -> shown("Edited") != before && status().contains("tau 1, as long as") ? true : null, "tau 1");
        see("followed: " + !Arrays.equals(pixels(before), pixels(shown("Edited"))) + ", " + results() + " results");
        hold(6, true);
        await(() -> status().contains("tau 0.3, as long as") ? true : null, "tau 0.3");
        BufferedImage held = shown("Edited");
        hold(6, false);
        settled(results + 1);
        see("let go: " + Arrays.equals(pixels(held), pixels(shown("Edited"))) + ", " + told("Edited") + ", drawn "
                + drawn.get() + " times");
        hold(15, true);
        await(() -> status().contains("tau 0.75, as long as") ? true : null, "tau 0.75");
        hold(6, false);
        rest();
        see("put back: " + Arrays.equals(pixels(held), pixels(shown("Edited"))) + ", " + (results() - results)
                + " result more, drawn " + drawn.get() + " times");
        onEvents(() -> {
            part("stop").removePropertyChangeListener("enabled", counting);
            return null;
        });
    }

    private static void hold(int value, boolean held) throws Exception {
        onEvents(() -> {
            JSlider tau = (JSlider) part("tau");
            tau.setValueIsAdjusting(true);
            tau.setValue(value);
            tau.setValueIsAdjusting(held);
            return null;
        });
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** What the Recorder gets makes the same film. */
    private static void film() throws Exception {
        Recorder recorder = new Recorder();
        click("Film");
        ImagePlus film = await(StudioLooksDriver::frontFilm, "the film");
        rest();
        see("film: " + film.getTitle() + ", " + film.getNSlices() + " slice, " + film.getNFrames() + " frames, "
                + film.getStack().getSliceLabel(1));
        shoot("studio-film.png");
        String lines = recorder.getText();
        recorder.close();
        film.setTitle("by the Studio");
        IJ.runMacro(lines.substring(lines.indexOf("run(\"Word Swap")));
        ImagePlus again = await(StudioLooksDriver::frontFilm, "the film by the recorded lines");
        boolean same = Arrays.equals(
                (int[]) film.getStack().getPixels(6), (int[]) again.getStack().getPixels(6));
        see("the recorded lines make it again: " + same);
        IJ.runMacro("close('*');");
        onEvents(() -> {
            studio.toFront();
            return null;
        });
    }

    private static ImagePlus frontFilm() {
        ImagePlus front = WindowManager.getCurrentImage();
        return front != null && front.getTitle().startsWith("Film of") ? front : null;
    }

    private static Window strip() {
        return Arrays.stream(Window.getWindows())
                .filter(window -> window instanceof JDialog && "seeds".equals(window.getName()) && window.isShowing())
                .findFirst()
                .orElse(null);
    }

    private static int top(String name) throws Exception {
        return onEvents(() -> part(name).getLocationOnScreen().y);
    }

    private static String told(String picture) throws Exception {
        return onEvents(() -> part(picture).getAccessibleContext().getAccessibleDescription());
    }

    private static void doubleClick(String name) throws Exception {
        onEvents(() -> {
            Component part = part(name);
            part.dispatchEvent(new MouseEvent(part, MouseEvent.MOUSE_CLICKED, 0, 0, 9, 40, 2, false));
            studio.validate();
            return null;
        });
    }

    private static BufferedImage painted(String name) throws Exception {
        return onEvents(() -> {
            Component part = part(name);
            BufferedImage image = new BufferedImage(part.getWidth(), part.getHeight(), BufferedImage.TYPE_INT_RGB);
            part.paint(image.getGraphics());
            return image;
        });
    }

    private static BufferedImage shown(String name) throws Exception {
        Method image = part(name).getClass().getDeclaredMethod("image");
        image.setAccessible(true);
        return (BufferedImage) image.invoke(part(name));
    }

    /** The picture's last column goes on as those within, and is no darker. */
    private static String edge(String name) throws Exception {
        BufferedImage painted = painted(name);
        int side = side(painted, shown(name));
        int right = (painted.getWidth() + side) / 2 - 2;
        int row = painted.getHeight() - side / 2;
        int green = painted.getRGB(right, row) >> 8 & 255;
        int within = painted.getRGB(right - 4, row) >> 8 & 255;
        return Math.abs(green - within) <= 12 ? "as the image's" : green + " and not " + within;
    }

    private static int side(BufferedImage painted, BufferedImage image) {
        return Math.min(painted.getWidth(), painted.getHeight() - TEXT);
    }

    private static final int TEXT = 19;

    private static boolean sameLeft() throws Exception {
        return same(0.25);
    }

    private static boolean sameRight() throws Exception {
        return same(0.75);
    }

    /** Whether the column at this share of the edited picture is the source's. */
    private static boolean same(double share) throws Exception {
        BufferedImage source = painted("Source");
        BufferedImage edited = painted("Edited");
        int x = (int) (source.getWidth() * share);
        for (int y = source.getHeight() / 3; y < source.getHeight(); y++)
            if (source.getRGB(x, y) != edited.getRGB(x, y)) return false;
        return true;
    }

    private static boolean inView(String name) throws Exception {
        return onEvents(() -> {
            JComponent part = (JComponent) part(name);
            return part.getVisibleRect().height == part.getHeight();
        });
    }
}
