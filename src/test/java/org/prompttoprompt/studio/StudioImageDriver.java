package org.prompttoprompt.studio;

import static org.prompttoprompt.studio.StudioHands.*;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.Plot;
import ij.plugin.frame.Recorder;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.nio.file.Path;
import javax.swing.AbstractButton;

/**
 * Edits an image that is open in Prompt Studio: reads it, swaps a word inside of its selection, moves strength and weight, takes the
 * result out, sweeps and records it, closes the image, and goes back to images that are drawn. What was seen is written down line by
 * line. A process of its own that knows only ImageJ.
 */
final class StudioImageDriver {
    private static final int LEVEL = 16;
    private static final Path EDITS = Path.of("src/test/resources/edits").toAbsolutePath();

    private StudioImageDriver() {}

    /** Argument: a folder for screenshots and what was seen. */
    public static void main(String[] args) {
        run(args, "studio-image-seen.txt", StudioImageDriver::drive);
    }

    private static void drive() throws Exception {
        ij.ImageJ.main(new String[0]);
        IJ.doCommand("Prompt Studio...");
        open(900, 860);
        await(() -> text("guidance").equals("0") ? null : true, "the model's numbers");
        click("start from");
        see("without an image: " + status());
        ImagePlus image = image();
        click("start from");
        await(() -> button("start from").equals("Start from Prompt") ? true : null, "the image as the source");
        see("begun: " + status() + " " + button("generate") + ", " + button("start from"));
        click("generate");
        rest();
        see("without a prompt: " + status());
        type("prompt", "a green dog on the street");
        type("steps", "6");
        click("generate");
        settled(1);
        see("read: " + told() + "; " + caption("Source"));
        type("word 1", "white");
        settled(2);
        see("swapped: " + told() + "; " + caption("Edited"));
        look(1);
        await(() -> shows("Edited") ? true : null, "the attention of the word");
        shoot("studio-image.png");
        slide("strength", 14);
        settled(3);
        slide("weight 1", 6);
        settled(4);
        see("strength, weight: " + recipe(3, "strength|words|tau|method|automatic"));
        takeOut(image);
        closed(image);
    }

    /** A 16-bit image, larger than the model's picture, on which the dog is selected. */
    private static ImagePlus image() throws Exception {
        ColorProcessor rgb =
                (ColorProcessor) IJ.openImage(EDITS.resolve("colour-5.png").toString())
                        .getProcessor()
                        .resize(300, 300, true);
        ImageStack stack = new ImageStack(300, 300);
        for (int c = 1; c <= 3; c++) {
            ImageProcessor channel = rgb.getChannel(c, null).convertToShort(false);
            channel.multiply(LEVEL);
            stack.addSlice(channel);
        }
        ImagePlus grey = new ImagePlus("dog", stack);
        grey.setDimensions(3, 1, 1);
        CompositeImage image = new CompositeImage(grey, CompositeImage.COMPOSITE);
        for (int c = 3; c >= 1; c--) {
            image.setC(c);
            image.setDisplayRange(0, 255 * LEVEL);
        }
        image.setRoi(60, 60, 200, 200);
        image.getCalibration().setUnit("um");
        onEvents(() -> {
            image.show();
            return null;
        });
        return await(() -> WindowManager.getCurrentImage() == image ? image : null, "the image");
    }

    private static void takeOut(ImagePlus image) throws Exception {
        click("Open as Image");
        ImagePlus made = await(() -> other(image), "the edited image");
        rest();
        see("opened: " + made.getWidth() + " x " + made.getHeight() + ", " + made.getBitDepth() + " bit, "
                + made.getNChannels() + " channels, " + made.getNSlices() + " slices, in "
                + made.getCalibration().getUnit() + ", outside as it was: " + (outside(made, image) == 0)
                + ", changed inside: " + (changed(made, image) > 1000));
        see(status());
        click("Film");
        see("film: " + status());
        click("Seeds");
        see("seeds: " + status());
        click("Record");
        Recorder recorder = await(Recorder::getInstance, "the Recorder");
        see("recorded: " + recorder.getText().lines().skip(1).reduce("", (a, b) -> a + " / " + b));
        click("To Stack");
        ImagePlus stack = await(
                () -> other(image) == made || WindowManager.getCurrentImage() == null ? null : other(image),
                "the stack");
        rest();
        see("stack: " + stack.getNSlices() + " slices, " + stack.getBitDepth() + " bit");
        // The recorded lines make the same once more.
        String lines = recorder.getText().lines().skip(1).limit(2).reduce("", (a, b) -> a + b + "\n");
        IJ.selectWindow(image.getTitle());
        IJ.runMacro(lines);
        ImagePlus again = WindowManager.getCurrentImage();
        see("the recorded lines make it again: " + (again != image && largest(again, made) <= LEVEL));
    }

    private static void closed(ImagePlus image) throws Exception {
        onEvents(() -> {
            image.changes = false;
            image.close();
            return null;
        });
        slide("weight 1", 7);
        rest();
        see("closed: " + status());
        click("Undo");
        rest();
        click("Open as Image");
        rest();
        see("closed, to be opened: " + status());
        click("start from");
        see("back: " + status() + " " + button("generate") + ", " + button("start from"));
        click("Undo");
        see("undone: " + status() + " " + button("generate"));
        shoot("studio-image-closed.png");
    }

    private static ImagePlus other(ImagePlus known) {
        ImagePlus current = WindowManager.getCurrentImage();
        boolean plot = current != null && current.getProperty(Plot.PROPERTY_KEY) != null;
        return current == known || plot ? null : current;
    }

    /** Returns how many pixels of the edit's last slice differ outside of the selection. */
    private static int outside(ImagePlus made, ImagePlus image) {
        return different(made, image, false);
    }

    private static int changed(ImagePlus made, ImagePlus image) {
        return different(made, image, true);
    }

    private static int different(ImagePlus made, ImagePlus image, boolean inside) {
        int n = 0;
        for (int c = 1; c <= 3; c++) {
            ImageProcessor a = made.getStack().getProcessor(made.getStackIndex(c, made.getNSlices(), 1));
            ImageProcessor b = image.getStack().getProcessor(image.getStackIndex(c, image.getNSlices(), 1));
            for (int y = 0; y < a.getHeight(); y++)
                for (int x = 0; x < a.getWidth(); x++)
                    if (a.get(x, y) != b.get(x, y) && inside == (x >= 60 && x < 260 && y >= 60 && y < 260)) n++;
        }
        return n;
    }

    private static int largest(ImagePlus a, ImagePlus b) {
        int largest = 0;
        for (int slice = 1; slice <= a.getStackSize(); slice++)
            for (int i = 0; i < a.getWidth() * a.getHeight(); i++)
                largest = Math.max(
                        largest,
                        Math.abs(a.getStack().getProcessor(slice).get(i)
                                - b.getStack().getProcessor(slice).get(i)));
        return largest;
    }

    private static String told() throws Exception {
        return status().replaceAll("in [0-9.]+ s", "in some s").replaceAll("[0-9.]+ dB", "some dB");
    }

    private static String caption(String picture) {
        return part(picture).getAccessibleContext().getAccessibleDescription();
    }

    private static String button(String name) {
        return ((AbstractButton) part(name)).getText();
    }

    private static String recipe(int entry, String keys) {
        String tip = ((AbstractButton) part("history " + entry)).getToolTipText();
        StringBuilder found = new StringBuilder();
        for (String line : tip.split("<br>"))
            if (line.matches("(" + keys + ")=.*"))
                found.append(found.isEmpty() ? "" : ", ").append(line.replace("</html>", ""));
        return found.toString();
    }
}
