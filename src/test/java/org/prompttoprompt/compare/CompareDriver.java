package org.prompttoprompt.compare;

import static org.prompttoprompt.studio.StudioHands.*;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import java.awt.Robot;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.swing.JFrame;
import javax.swing.JLabel;

/** Compares two stacks by pressing keys in a plain ImageJ, leaves, and goes on. A process of its own that knows only ImageJ. */
final class CompareDriver {
    private static final int PAUSE = 400;
    private static Robot robot;
    private static JFrame window;

    private CompareDriver() {}

    /** Argument: a folder for screenshots and what was seen. */
    public static void main(String[] args) {
        run(args, "compare-seen.txt", CompareDriver::drive);
    }

    /** Those of the first stack are brighter. */
    private static void stack(String title, int value) {
        ImageStack stack = new ImageStack(64, 64);
        for (int slice = 0; slice < 4; slice++) {
            ColorProcessor pixels = new ColorProcessor(64, 64);
            for (int i = 0; i < 64 * 64; i++) pixels.set(i, value * 0x010101 + (i % 64 > 16 * slice ? 0x300000 : 0));
            stack.addSlice(pixels);
        }
        new ImagePlus(title, stack).show();
    }

    private static void drive() throws Exception {
        robot = new Robot();
        robot.setAutoDelay(20);
        ij.ImageJ.main(new String[0]);
        stack("bright", 180);
        stack("dark", 40);
        Path table = folder.resolve("compare-verdicts.csv");
        Files.deleteIfExists(table);
        start(table);
        see("title " + window.getTitle() + ": " + state());
        shoot("compare-edits.png");
        press(KeyEvent.VK_1);
        press(KeyEvent.VK_0);
        see("after two: " + state() + ", rows " + rows(table));
        press(KeyEvent.VK_ESCAPE);
        await(() -> window.isShowing() ? null : true, "the window's end");
        await(() -> IJ.getLog() != null && IJ.getLog().contains("left for another time") ? true : null, "the log");
        start(table);
        see("taken up: " + state());
        press(KeyEvent.VK_2);
        press(KeyEvent.VK_BACK_SPACE);
        see("back: " + state());
        press(KeyEvent.VK_2);
        press(KeyEvent.VK_2);
        await(() -> window.isShowing() ? null : true, "the window's end");
        await(() -> ij.WindowManager.getWindow("Win Shares") == null ? null : true, "the shares");
        see("rows " + rows(table));
        List<String> lines = Files.readAllLines(table);
        see("first: " + meaning(lines.get(1), 1) + ", " + meaning(lines.get(2), 0) + ", " + meaning(lines.get(5), 2));
        shoot("compare-done.png");
    }

    /** Returns whether a row says what the key meant. */
    private static boolean meaning(String row, int key) {
        String[] cells = row.split(",");
        String left = cells[2];
        String right = left.equals("first") ? "second" : "first";
        return cells[1].equals(key == 0 ? "tie" : key == 1 ? left : right);
    }

    private static void start(Path table) throws Exception {
        new Thread(() -> IJ.runMacro("run('Compare Edits...', 'first=bright second=dark table=[" + table + "]');"))
                .start();
        window = await(() -> showing("Compare Edits"), "the window");
        onEvents(() -> {
            window.toFront();
            return null;
        });
        Thread.sleep(PAUSE);
    }

    private static String state() throws Exception {
        Thread.sleep(PAUSE);
        return onEvents(() -> ((JLabel) find(window, "state")).getText().replaceAll(":.*", ""));
    }

    private static long rows(Path table) throws Exception {
        try (var lines = Files.lines(table)) {
            return lines.count() - 1;
        }
    }

    private static void press(int key) throws Exception {
        Thread.sleep(PAUSE);
        robot.keyPress(key);
        robot.keyRelease(key);
        Thread.sleep(PAUSE);
    }
}
