package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.awt.Frame;
import java.awt.Rectangle;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.swing.SwingUtilities;

/** Looks at what commands open in a plain ImageJ: how large, where, and whether one window hides another. */
final class FirstLookDriver {
    private static final List<String> SEEN = new ArrayList<>();

    private FirstLookDriver() {}

    public static void main(String[] args) {
        Gui.run(args, FirstLookDriver::look);
    }

    private static void look(Path folder) throws Exception {
        ij.ImageJ.main(new String[0]);
        run(
                "Word Swap...",
                "prompt=[a cat riding on a bicycle] target=[a cat riding on a car] tau=[0, 0.3, 1] steps=2");
        tell("sweep");
        IJ.runMacro("run('Metrics');");
        tell("metrics");
        Gui.shoot(folder.resolve("look-sweep.png"));
        close();
        run("Word Swap...", "prompt=[a red ball] target=[a blue ball] tau=[0, 0.3, 1] steps=2");
        IJ.doCommand("Labelled Montage");
        Gui.await(() -> WindowManager.getCurrentImage().getTitle().startsWith("Montage"), "the montage");
        Thread.sleep(500);
        tell("montage");
        Gui.shoot(folder.resolve("look-montage.png"));
        close();
        run("Attention Maps...", "prompt=[a red ball on the grass at night]");
        tell("attention");
        Gui.shoot(folder.resolve("look-attention.png"));
        close();
        IJ.runMacro("run('Generate...', 'prompt=[a green field] steps=2'); makeRectangle(40, 60, 50, 50);"
                + "run('Fill in Selection...', 'target=[a yellow star on the grass] seed=1:1:2 steps=2');");
        tell("selection");
        Gui.shoot(folder.resolve("look-selection.png"));
        close();
        run("Generate...", "prompt=[a red ball] steps=2");
        laidOutTooSmall(WindowManager.getCurrentImage());
        tell("small");
        Files.write(folder.resolve("look-seen.txt"), SEEN);
    }

    /** As on a busy computer, where the layout comes before the window has got its size; then it is put into its place. */
    private static void laidOutTooSmall(ImagePlus image) throws Exception {
        SwingUtilities.invokeAndWait(() -> {
            image.getCanvas().setSize(image.getWidth(), image.getHeight());
            image.getCanvas().getSrcRect().setSize(image.getWidth() / 3, image.getHeight() / 3);
        });
        Method lay = Class.forName("org.prompttoprompt.command.FreePlaces", true, IJ.getClassLoader())
                .getDeclaredMethod("lay", List.class);
        lay.setAccessible(true);
        lay.invoke(null, List.of(image.getWindow()));
    }

    private static void run(String command, String options) {
        IJ.runMacro("run('" + command + "', '" + options + "');");
    }

    private static void close() throws InterruptedException {
        IJ.runMacro("close('*'); run('Close All'); if (isOpen('Results')) close('Results');");
        for (Frame frame : Frame.getFrames()) if (frame.getTitle().startsWith("Metrics of")) frame.dispose();
        Thread.sleep(300);
    }

    /** Tells the active image, each image's magnification, and which windows hide one another. */
    private static void tell(String name) throws InterruptedException {
        Thread.sleep(500);
        SEEN.add(name + ": active " + WindowManager.getCurrentImage().getTitle());
        int[] ids = WindowManager.getIDList();
        for (int id : ids) {
            ImagePlus image = WindowManager.getImage(id);
            Rectangle seen = image.getCanvas().getSrcRect();
            boolean whole = seen.width == image.getWidth() && seen.height == image.getHeight();
            SEEN.add(name + ": " + image.getTitle() + " at "
                    + Math.round(100 * image.getCanvas().getMagnification())
                    + (whole ? "" : ", of which is seen " + seen)
                    + (image.getRoi() == null
                            ? ""
                            : ", selected " + image.getRoi().getBounds().width));
        }
        List<Frame> shown = new ArrayList<>();
        for (Frame frame : Frame.getFrames()) if (frame.isShowing()) shown.add(frame);
        for (int i = 0; i < shown.size(); i++) {
            for (int j = 0; j < i; j++) {
                Rectangle common =
                        shown.get(i).getBounds().intersection(shown.get(j).getBounds());
                if (!common.isEmpty())
                    SEEN.add(name + ": " + shown.get(i).getTitle() + " and "
                            + shown.get(j).getTitle() + " have " + common.width + " x " + common.height + " in common");
            }
        }
    }
}
