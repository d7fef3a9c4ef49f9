package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.awt.AWTException;
import java.awt.Component;
import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;

/**
 * Watches the previews of plain ImageJ as a person does: closes one, leaves a run with Escape, waits for the end of another,
 * plays a macro, and switches previews off. A process of its own that knows only ImageJ.
 */
final class PreviewDriver {
    private static final Properties SEEN = new Properties();
    private static final AtomicLong LONGEST_WAIT = new AtomicLong();
    private static final AtomicBoolean APPEARED = new AtomicBoolean();
    private static final long LOOK_EVERY_MILLIS = 50;

    private PreviewDriver() {}

    /** Argument: a folder for screenshots and for what was seen. */
    public static void main(String[] args) {
        Gui.run(args, PreviewDriver::drive);
    }

    private static void drive(Path folder) throws Exception {
        ij.ImageJ.main(new String[0]);
        IJ.run("Record...");
        Gui.await(() -> Recorder.getInstance() != null, "the recorder");
        ImagePlus mine = IJ.createImage("mine", 64, 64, 1, 8);
        mine.show();
        Thread watch = new Thread(PreviewDriver::watch);
        watch.setDaemon(true);
        watch.start();

        start("Generate...", "a cat riding on a bicycle", "a red ball", "10", "60");
        see(folder);
        closeByHand();
        APPEARED.set(false);
        Gui.await(() -> WindowManager.getImageCount() == 2, "the image");
        SEEN.setProperty("finished", WindowManager.getCurrentImage().getTitle());
        SEEN.setProperty("came.back", times());
        leave(WindowManager.getCurrentImage());

        ended("Generate...");
        String before = Recorder.getInstance().getText();
        start("Generate...", "a cat riding on a bicycle", "a red ball", "10", "200");
        Gui.await(() -> preview() != null, "the second preview");
        pressEscape();
        Gui.await(() -> preview() == null, "the end of the second preview");
        SEEN.setProperty("after.escape", "gone");
        ended("Generate...");
        SEEN.setProperty("images.after.escape", "" + WindowManager.getImageCount());
        fill("Cancel", "Generate...");
        Gui.await(() -> Gui.dialog().isEmpty(), "the end of the cancelled dialog");
        ended("Generate...");
        SEEN.setProperty("recorded.of.escape", Recorder.getInstance().getText().substring(before.length()));

        start("Word Swap...", "0.5", "0, 0.4, 1", "10", "10");
        Gui.await(() -> preview() != null, "the preview of the sweep");
        Thread.sleep(200);
        Gui.shootNow(folder.resolve("preview-sweep.png"));
        Gui.await(() -> WindowManager.getImageCount() == 3, "the sweep and its plot");
        Gui.await(() -> preview() == null, "the end of the sweep's preview");
        SEEN.setProperty("after.the.end", "gone");

        APPEARED.set(false);
        IJ.runMacro("run('Generate...', 'prompt=[a red ball] steps=12');");
        SEEN.setProperty("in.macro", times());

        start("Live Preview...", "every 5 steps", "never");
        Gui.await(() -> recorded("Live Preview...") > 0, "the recorded setting");
        int images = WindowManager.getImageCount();
        start("Generate...", "10", "12");
        Gui.await(() -> WindowManager.getImageCount() == images + 1, "the image without preview");
        SEEN.setProperty("switched.off", times());

        SEEN.setProperty("longest.wait", "" + LONGEST_WAIT);
        try (OutputStream out = Files.newOutputStream(folder.resolve("preview-seen.txt"))) {
            SEEN.store(out, null);
        }
    }

    /** Notes whether a preview shows, and how long the event thread lets others wait. */
    private static void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY_MILLIS);
                if (preview() != null) APPEARED.set(true);
                long start = System.nanoTime();
                SwingUtilities.invokeLater(
                        () -> LONGEST_WAIT.accumulateAndGet((System.nanoTime() - start) / 1_000_000, Math::max));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A preview shows, and its picture changes, while the user's image stays the active one. */
    private static void see(Path folder) throws Exception {
        Gui.await(() -> preview() != null, "the preview");
        SEEN.setProperty("title", preview().getTitle());
        SEEN.setProperty("active.meanwhile", WindowManager.getCurrentImage().getTitle());
        int first = picture();
        Gui.await(() -> picture() != first, "another picture");
        SEEN.setProperty("pictures", "2");
        Gui.shootNow(folder.resolve("preview.png"));
    }

    private static void closeByHand() throws Exception {
        String recordedBefore = Recorder.getInstance().getText();
        JFrame frame = preview();
        SwingUtilities.invokeAndWait(() -> frame.dispatchEvent(new WindowEvent(frame, WindowEvent.WINDOW_CLOSING)));
        Gui.await(() -> preview() == null, "the closed preview");
        Thread.sleep(300);
        SEEN.setProperty("recorded.beside", Recorder.getInstance().getText().substring(recordedBefore.length()));
    }

    /** Clicks on the preview and presses the key, as a person does. */
    private static void pressEscape() throws AWTException {
        Rectangle bounds = preview().getContentPane().getBounds();
        bounds.setLocation(preview().getContentPane().getLocationOnScreen());
        Robot robot = new Robot();
        robot.setAutoDelay(100);
        robot.mouseMove((int) bounds.getCenterX(), (int) bounds.getCenterY());
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        robot.waitForIdle();
        robot.keyPress(KeyEvent.VK_ESCAPE);
        robot.keyRelease(KeyEvent.VK_ESCAPE);
    }

    private static String times() {
        return APPEARED.get() ? "1" : "0";
    }

    private static void leave(ImagePlus image) {
        image.changes = false;
        image.close();
    }

    private static void start(String command, String... fields) throws Exception {
        fill("OK", command, fields);
    }

    private static void fill(String answer, String command, String... fields) throws Exception {
        IJ.doCommand(command);
        Gui.await(() -> Gui.dialog().isPresent(), "the dialog of " + command);
        JDialog dialog = Gui.dialog().orElseThrow();
        for (int i = 0; i < fields.length; i += 2) Gui.set(dialog, fields[i], fields[i + 1]);
        Gui.press(dialog, answer);
    }

    /** Waits for the thread that ImageJ gave a command; it writes the recorded line last. */
    private static void ended(String command) throws InterruptedException {
        Gui.await(
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().endsWith(command)),
                "the end of " + command);
    }

    private static JFrame preview() {
        for (Frame frame : Frame.getFrames()) {
            if (frame instanceof JFrame found
                    && found.isShowing()
                    && found.getTitle().startsWith("Preview")) return found;
        }
        return null;
    }

    /** What the preview shows, as a number. */
    private static int picture() {
        JFrame frame = preview();
        if (frame == null) return 0;
        int[] hash = new int[1];
        try {
            SwingUtilities.invokeAndWait(() -> {
                Component content = frame.getContentPane();
                BufferedImage image =
                        new BufferedImage(content.getWidth(), content.getHeight(), BufferedImage.TYPE_INT_RGB);
                content.paint(image.getGraphics());
                int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
                hash[0] = Arrays.hashCode(pixels);
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return hash[0];
    }

    private static long recorded(String command) {
        return Recorder.getInstance()
                .getText()
                .lines()
                .filter(line -> line.startsWith("run(\"" + command + "\", "))
                .count();
    }
}
