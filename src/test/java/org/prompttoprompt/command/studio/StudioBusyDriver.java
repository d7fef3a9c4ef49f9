package org.prompttoprompt.command.studio;

import static org.prompttoprompt.command.studio.StudioHands.*;

import ij.IJ;
import java.nio.file.Files;
import java.util.Arrays;
import javax.swing.JComponent;

/**
 * Does not wait for Prompt Studio, as people do not: edits with values in the form that were not drawn yet. A process of its
 * own that knows only ImageJ.
 */
final class StudioBusyDriver {
    private static final String PROMPT = "a red ball on the grass";

    private StudioBusyDriver() {}

    /** Argument: a folder for screenshots and what was seen. */
    public static void main(String[] args) {
        run(args, () -> {
            try {
                drive();
            } finally {
                Files.write(folder.resolve("studio-busy-seen.txt"), SEEN);
            }
            return null;
        });
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
