package org.prompttoprompt.doc;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.RoiManager;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.swing.JFrame;

/** Takes the pictures of the documentation, except the Studio's, in a plain ImageJ. A process of its own. */
final class PictureDriver {
    private static final String BALL = "prompt=[a red ball on the grass]";
    /** Where openbox and XAWT put things, from the corner of ImageJ's window. */
    private static final int[] PLUGINS = {321, 33};

    private static final int[] PROMPT_TO_PROMPT = {355, 177};
    private static final Rectangle MENU = new Rectangle(0, 0, 900, 900);

    private PictureDriver() {}

    /** Arguments: a folder for the results, then the pictures to take: menu, attention, rois, metrics, preview, help, check, or one of {@link CommandPictures}. */
    public static void main(String[] args) throws Exception {
        try {
            Gui.whiteScreen();
            ij.ImageJ.main(new String[0]);
            for (String scene : List.of(args).subList(1, args.length)) {
                take(scene, Path.of(args[0]));
                IJ.runMacro("run('Close All');");
                RoiManager manager = RoiManager.getInstance();
                if (manager != null) manager.close();
            }
            System.exit(0);
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            Gui.save(Gui.picture(new Rectangle(1280, 900)), Path.of(args[0]).resolve("picture-stuck.png"));
            System.exit(1);
        }
    }

    private static void take(String scene, Path folder) throws Exception {
        switch (scene) {
            case "menu" -> Gui.save(menuAndDialog(), folder.resolve("word-swap-dialog.png"));
            case "attention" -> Gui.save(attention(), folder.resolve("attention-maps.png"));
            case "rois" -> Gui.save(rois(), folder.resolve("words-to-rois.png"));
            case "metrics" -> Gui.save(metrics(), folder.resolve("metrics.png"));
            case "preview" -> Gui.save(preview(), folder.resolve("live-preview.png"));
            case "help" -> Gui.save(help(), folder.resolve("documentation.png"));
            case "check" -> Gui.save(check(), folder.resolve("check-my-system.png"));
            default -> {
                if (!CommandPictures.take(scene, folder))
                    throw new IllegalArgumentException("There is no picture '" + scene + "'");
            }
        }
    }

    private static void run(String command, String options) {
        IJ.runMacro("run('" + command + "', '" + options + "');");
    }

    private static BufferedImage menuAndDialog() throws Exception {
        Window imagej = IJ.getInstance();
        imagej.setLocation(0, 0);
        imagej.toFront();
        Thread.sleep(700);
        Robot robot = new Robot();
        robot.setAutoDelay(300);
        for (int[] at : new int[][] {PLUGINS, PROMPT_TO_PROMPT}) {
            robot.mouseMove(at[0], at[1]);
            robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        }
        BufferedImage menu = Gui.trimmed(Gui.picture(MENU));
        for (int i = 0; i < 3; i++) {
            robot.keyPress(KeyEvent.VK_ESCAPE);
            robot.keyRelease(KeyEvent.VK_ESCAPE);
        }
        IJ.doCommand("Word Swap...");
        Window dialog = Gui.window("Word Swap");
        BufferedImage folded = Gui.picture(dialog);
        Gui.press(dialog, "\u25b8 Advanced");
        Thread.sleep(500);
        BufferedImage all = Gui.picture(dialog);
        Gui.press(dialog, "\u25be Advanced");
        Gui.cancel(dialog);
        return Gui.together(true, menu, Gui.together(false, folded, all));
    }

    /** Shows the image at twice its size. */
    private static Window show(ImagePlus image, int x) {
        image.getWindow().setLocation(x, 200);
        IJ.run(image, "Set... ", "zoom=200");
        return image.getWindow();
    }

    private static BufferedImage attention() throws Exception {
        run("Attention Maps...", "prompt=[a red ball on the grass at night]");
        Window montage = WindowManager.getCurrentImage().getWindow();
        Window maps = WindowManager.getImage(WindowManager.getIDList()[0]).getWindow();
        return Gui.together(true, Gui.picture(montage), Gui.picture(maps));
    }

    /** The second run must not list its selections twice. */
    private static BufferedImage rois() throws Exception {
        run("Generate...", BALL);
        ImagePlus source = WindowManager.getCurrentImage();
        Window first = show(source, 20);
        for (String threshold : List.of("0.3", "model")) {
            if (WindowManager.getImageCount() > 1)
                WindowManager.getCurrentImage().close();
            IJ.selectWindow(source.getID());
            run("Words to ROIs...", "threshold=" + threshold);
        }
        Window labels = show(WindowManager.getCurrentImage(), 400);
        RoiManager manager = RoiManager.getInstance();
        if (manager.getCount() != 2) throw new IllegalStateException(manager.getCount() + " selections are listed");
        manager.setLocation(800, 200);
        return Gui.together(true, Gui.picture(first), Gui.picture(labels), Gui.picture(manager));
    }

    private static BufferedImage metrics() throws Exception {
        run("Word Swap...", "prompt=[a cat riding on a bicycle] target=[a cat riding on a car] tau=0:0.1:1");
        IJ.run("Metrics");
        Window plot = Gui.window("Similarity of");
        plot.setLocation(20, 120);
        Window table = Gui.window("Metrics of");
        table.setBounds(10, 20, 1260, 330);
        return Gui.together(false, Gui.picture(table), Gui.picture(plot));
    }

    private static BufferedImage preview() throws Exception {
        IJ.doCommand("Word Swap...");
        Window dialog = Gui.window("Word Swap");
        Gui.fill(dialog, "0.5", "0, 0.3, 1");
        Gui.fill(dialog, "10", "60");
        Gui.press(dialog, "OK");
        JFrame preview = (JFrame) Gui.window("Preview");
        for (int changes = 0; changes < 3; changes++) {
            int before = shown(preview);
            Gui.await(() -> shown(preview) != before ? true : null, "another preview");
        }
        preview.toFront();
        Thread.sleep(200);
        BufferedImage picture = new Robot().createScreenCapture(preview.getBounds());
        Gui.await(() -> preview.isShowing() ? null : true, "the end of the sweep");
        Gui.window("Similarity of");
        return picture;
    }

    private static int shown(JFrame frame) throws Exception {
        Rectangle part = new Rectangle(frame.getContentPane().getSize());
        part.setLocation(frame.getContentPane().getLocationOnScreen());
        BufferedImage image = new Robot().createScreenCapture(part);
        return Arrays.hashCode(image.getRGB(0, 0, part.width, part.height, null, 0, part.width));
    }

    private static BufferedImage help() throws Exception {
        IJ.doCommand("Word Swap...");
        Window dialog = Gui.window("Word Swap");
        Gui.press(dialog, "Help");
        Window page = Gui.window("Prompt-to-Prompt: Word Swap...");
        BufferedImage picture = Gui.picture(page);
        page.dispose();
        Gui.cancel(dialog);
        return picture;
    }

    private static BufferedImage check() throws Exception {
        run("Check My System...", "model=");
        Window report = Gui.window("Prompt-to-Prompt: Check");
        report.setBounds(20, 120, 900, 380);
        return Gui.picture(report);
    }
}
