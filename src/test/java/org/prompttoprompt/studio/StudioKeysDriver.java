package org.prompttoprompt.studio;

import static org.prompttoprompt.studio.StudioHands.*;

import ij.IJ;
import java.awt.Component;
import java.awt.KeyboardFocusManager;
import java.awt.Point;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;

/**
 * Works in Prompt Studio by mouse and keyboard alone, in real windows: the focus, and what is being typed, are where a person left
 * them. A process of its own that knows only ImageJ.
 */
final class StudioKeysDriver {
    private static final int PAUSE = 150;
    private static Robot robot;

    private StudioKeysDriver() {}

    /** Argument: a folder for screenshots and what was seen. */
    public static void main(String[] args) {
        run(args, "studio-keys-seen.txt", StudioKeysDriver::drive);
    }

    private static void drive() throws Exception {
        robot = new Robot();
        robot.setAutoDelay(20);
        ij.ImageJ.main(new String[0]);
        IJ.doCommand("Prompt Studio...");
        open(900, 820);
        await(() -> text("guidance").equals("0") ? null : true, "the model's numbers");
        type("prompt", "a red ball on the grass");
        type("seed", "7");
        type("steps", "6");
        click("generate");
        type("word 1", "blue"); // while the source is being drawn
        settled(2);
        see("swapped while the source was drawn: " + results() + " results, "
                + status().replaceAll("^Done in [^.]*?\\d+ s\\.|in [\\d.,]+ s", "in some s"));

        hit("word 1");
        keys("green\n");
        see("after Enter: " + focus());
        settled(3);
        see("after the result: " + focus());
        keys("x");
        see("the next key: " + text("word 1") + ", prompt " + text("prompt"));
        robotKey(KeyEvent.VK_ESCAPE, false);
        onEvents(() -> {
            ((javax.swing.JTextField) part("word 1")).setText("green");
            return null;
        });
        robotKey(KeyEvent.VK_TAB, false);
        see("Tab: " + focus());
        robotKey(KeyEvent.VK_TAB, false);
        see("Tab: " + focus());
        robotKey(KeyEvent.VK_TAB, true);
        see("Shift Tab: " + focus());

        slide("tau", 9);
        keys("cu");
        settled(4);
        see("typed while it ran: " + text("word 2") + ", " + focus());
        keys("be\n");
        settled(5);
        see("swapped: " + text("word 2") + ", " + focus());
    }

    private static void hit(String name) throws Exception {
        Component part = part(name);
        Point at = onEvents(part::getLocationOnScreen);
        robot.mouseMove(at.x + part.getWidth() / 2, at.y + part.getHeight() / 2);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        await(() -> name.equals(owner()) ? true : null, "the focus in " + name);
        Thread.sleep(PAUSE);
    }

    /** Types small letters and Enter. */
    private static void keys(String text) throws Exception {
        for (char c : text.toCharArray()) {
            int key = c == '\n' ? KeyEvent.VK_ENTER : KeyEvent.getExtendedKeyCodeForChar(c);
            robotKey(key, false);
        }
        robot.waitForIdle();
        Thread.sleep(PAUSE);
    }

    private static void robotKey(int key, boolean shift) throws Exception {
        if (shift) robot.keyPress(KeyEvent.VK_SHIFT);
        robot.keyPress(key);
        robot.keyRelease(key);
        if (shift) robot.keyRelease(KeyEvent.VK_SHIFT);
        robot.waitForIdle();
        Thread.sleep(PAUSE);
    }

    private static String owner() {
        Component owner = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
        return owner == null ? "nobody" : owner.getName();
    }

    private static String focus() throws Exception {
        return onEvents(StudioKeysDriver::owner);
    }
}
