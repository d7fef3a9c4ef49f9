package org.prompttoprompt.studio;

import static org.prompttoprompt.studio.StudioHands.*;

import ij.IJ;
import ij.WindowManager;
import java.awt.event.KeyEvent;
import java.util.Arrays;
import javax.swing.JComponent;
import javax.swing.JSlider;

/**
 * Does not wait for Prompt Studio, as people do not: looks at a word, goes through the history and edits while an image or a
 * sweep is being made, and edits with values in the form that were not drawn yet. A process of its own that knows only ImageJ.
 */
final class StudioBusyDriver {
    private static final String PROMPT = "a red ball on the grass";

    private StudioBusyDriver() {}

    /** Argument: a folder for screenshots and what was seen. */
    public static void main(String[] args) {
        run(args, "studio-busy-seen.txt", StudioBusyDriver::drive);
    }

    private static void drive() throws Exception {
        ij.ImageJ.main(new String[0]);
        IJ.doCommand("Prompt Studio...");
        open(900, 820);
        await(() -> text("guidance").equals("0") ? null : true, "the model's numbers");
        type("prompt", PROMPT);
        type("seed", "7");
        type("steps", "12");
        click("generate");
        settled(1);
        typedValues();
        lookWhileItRuns();
        click("attention"); // from here on nothing but edits and sweeps runs
        goWhileItRuns();
        sweeps();
    }

    private static void typedValues() throws Exception {
        type("seed", "8");
        slide("tau", 10);
        see("tau without an edit: seed " + text("seed"));
        type("word 1", "blue");
        settled(2);
        see("swap: " + recipe(1, "seed|tau"));
        type("seed", "8,9");
        type("word 1", "green");
        rest();
        see("two seeds: " + text("seed") + ", " + text("word 1") + ", " + status());
        type("seed", "8");
        type("prompt", "a blue cube");
        slide("weight 2", 6);
        rest();
        see("another prompt: " + text("prompt") + ", " + text("word 1") + ", " + status());
        type("prompt", PROMPT);
        click("generate");
        settled(3);
        see("the prompt put back: " + recipe(2, "target|words|seed"));
    }

    private static void lookWhileItRuns() throws Exception {
        slide("tau", 8);
        look(1);
        await(() -> shows("Edited") ? true : null, "the attention of the word");
        rest();
        see("looked while it ran: " + results() + " results, tau " + tau() + ", " + status().replaceAll(" .*", ""));
    }

    private static void goWhileItRuns() throws Exception {
        type("word 1", "yellow");
        click("history 0");
        rest();
        see("gone back while it ran: " + text("word 1") + ", " + caption("Edited") + ", " + results() + " results");
        click("Undo");
        rest();
        type("word 1", "yellow");
        click("Redo");
        rest();
        see("redone while it ran: " + text("word 1") + ", " + caption("Edited") + ", " + results() + " results");
        click("Undo");
        rest();
        click("generate"); // the same once more
        click("Undo");
        rest();
        see("undone while it ran: " + text("word 1") + ", " + caption("Edited") + ", " + results() + " results");
    }

    private static void sweeps() throws Exception {
        click("history " + (results() - 1));
        rest();
        sweep();
        type("word 1", "blue");
        settled(results() + 1);
        see("edited while it swept: " + WindowManager.getImageCount() + " windows, " + results() + " results");
        sweep();
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
        rest();
        see("Escape: " + status() + ", " + WindowManager.getImageCount() + " windows");
        sweep();
        click("stop");
        await(() -> preview() ? null : true, "the end of the preview");
        see("Stop: " + status() + ", " + WindowManager.getImageCount() + " windows");
        sweep();
        click("attention");
        await(() -> WindowManager.getImageCount() == 2 ? true : null, "the stack and its plot");
        await(() -> shows("Edited") ? true : null, "the attention of the word");
        rest();
        see("looked while it swept: " + status());
    }

    /** Begins a sweep and waits until it is on its way. */
    private static void sweep() throws Exception {
        await(() -> preview() ? null : true, "the end of the preview before");
        click("To Stack");
        await(() -> preview() ? true : null, "the preview of the sweep");
    }

    private static boolean preview() {
        return showing("Preview: Word Swap") != null;
    }

    private static int tau() throws Exception {
        return onEvents(() -> ((JSlider) part("tau")).getValue());
    }

    private static String caption(String picture) throws Exception {
        return onEvents(() -> part(picture).getAccessibleContext().getAccessibleDescription());
    }

    /** Returns these lines of a result's recipe. */
    private static String recipe(int result, String keys) throws Exception {
        String tip = onEvents(() -> ((JComponent) part("history " + result)).getToolTipText());
        return String.join(
                ", ",
                tip.lines()
                        .flatMap(line -> Arrays.stream(line.split("<[^>]*>")))
                        .filter(line -> line.matches("(" + keys + ")=.*"))
                        .toList());
    }
}
