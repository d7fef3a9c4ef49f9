package org.prompttoprompt.studio;

import static org.prompttoprompt.studio.StudioHands.*;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Plot;
import ij.plugin.frame.Recorder;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.swing.JSlider;

/**
 * Uses Prompt Studio as a person does, in a plain ImageJ: generates, looks at a word, swaps it, weighs another, drags tau,
 * adds a phrase, goes back, records, sweeps, and types a word that the model does not know. What was seen is written down
 * line by line. A process of its own that knows only ImageJ.
 */
final class StudioDriver {
    private StudioDriver() {}

    /** Argument: a folder for screenshots and what was seen. */
    public static void main(String[] args) {
        run(args, "studio-seen.txt", StudioDriver::drive);
    }

    private static void drive() throws Exception {
        ij.ImageJ.main(new String[0]);
        IJ.doCommand("Prompt Studio...");
        open(900, 820);
        await(() -> text("guidance").equals("0") ? null : true, "the model's numbers");
        see("the model's numbers: " + text("steps") + ", " + text("guidance"));
        type("prompt", "a red ball on the grass");
        type("seed", "7");
        type("steps", "6");
        AtomicBoolean rough = new AtomicBoolean();
        part("Source").getAccessibleContext().addPropertyChangeListener(event -> {
            if (String.valueOf(event.getNewValue()).contains("being drawn")) rough.set(true);
        });
        click("generate");
        settled(1);
        see("source, its preview was seen: " + rough);

        look(1);
        await(() -> shows("Edited") ? true : null, "the attention of 'red'");
        see("attention over source and edited: " + shows("Source") + ", " + shows("Edited"));

        type("word 1", "blue");
        settled(2);
        see("swap");
        slide("weight 1", 8);
        settled(3);
        see("swap and weight");
        slide("tau", 8);
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
        see(status().replaceAll("-\\w+'", "'").replaceAll("\\s*\n\\s*", " "));
        click("Undo");
        see("taken back: " + text("word 2") + "; " + status());
        click("Redo");
        see("redone: " + text("word 7"));
        click("Undo");
        click("Open as Image");
        ImagePlus opened = await(WindowManager::getCurrentImage, "the image");
        see("opened: " + opened.getTitle() + ", " + opened.getStackSize());
        click("To Stack");
        ImagePlus stack = await(() -> other(opened), "the stack");
        see("stack: " + stack.getStackSize() + ", " + stack.getStack().getSliceLabel(7));
        await(() -> recorder.getText().contains("tau=0:0.1:0.5") ? true : null, "the sweep's recorded line");
        replay(recorder.getText().lines().skip(1).toList());
        size(560, 700);
        shoot("studio-560.png");
    }

    /** What was recorded after the one line of Record makes the same images again. */
    private static void replay(List<String> recorded) throws Exception {
        rest();
        Files.write(folder.resolve("studio-sweep-recorded.txt"), recorded);
        IJ.runMacro("close('*');");
        see("recorded sweep: " + IJ.runMacro(String.join("\n", recorded) + "\nreturn getTitle() + ', ' + nSlices;"));
    }

    private static ImagePlus other(ImagePlus known) {
        ImagePlus current = WindowManager.getCurrentImage();
        boolean plot = current != null && current.getProperty(Plot.PROPERTY_KEY) != null; // it comes before its sweep
        return current == known || plot ? null : current;
    }
}
