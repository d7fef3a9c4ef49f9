package org.prompttoprompt.studio;

import static org.prompttoprompt.studio.StudioHands.*;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.process.ImageProcessor;
import java.awt.image.BufferedImage;
import java.lang.reflect.Method;
import javax.swing.JLabel;

/**
 * Opens Prompt Studio with an image whose recipe has more than the Studio has widgets for, draws it again, changes a word that
 * the recipe speaks of, and makes the window small. A process of its own that knows only ImageJ.
 */
final class StudioRecipeDriver {
    private StudioRecipeDriver() {}

    /** Argument: a folder for screenshots and what was seen. */
    public static void main(String[] args) {
        run(args, "studio-recipe-seen.txt", StudioRecipeDriver::drive);
    }

    private static void drive() throws Exception {
        ij.ImageJ.main(new String[0]);
        IJ.runMacro("run('Word Swap...', 'prompt=[a red ball on the grass] target=[a blue ball on the grass]"
                + " tau=0.2-0.6 blend=ball windows=[blue 0.4] words=ball weight=0.5,1.5 seed=7,8 steps=4');");
        ImagePlus made = WindowManager.getCurrentImage();
        made.setPosition(1, 3, 2);
        ImageProcessor slice = made.getProcessor().duplicate();
        IJ.doCommand("Prompt Studio...");
        open(900, 800);
        see(status());
        BufferedImage source =
                made.getStack().getProcessor(made.getStackIndex(1, 1, 2)).getBufferedImage();
        see("opened: " + told("Source") + ", " + told("Edited") + ", as they are: "
                + (same(source, shown("Source")) && same(slice.getBufferedImage(), shown("Edited"))));
        await(() -> label("carried").contains("renormalise") ? null : true, "the model's own values");
        see(label("carried"));
        shoot("studio-recipe.png");
        click("generate");
        await(() -> status().matches("Step .* left") ? true : null, "the time left");
        settled(1);
        see(status().replaceAll("[0-9.]+ s", "some s"));
        click("Open as Image");
        ImagePlus again = await(
                () -> WindowManager.getCurrentImage() == made ? null : WindowManager.getCurrentImage(), "the image");
        see("differs by at most one level: " + (largest(slice, again.getStack().getProcessor(2)) <= 1));

        type("word 1", "red");
        type("word 2", "cube");
        await(() -> status().contains("blue") ? true : null, "the refusal");
        see(status());
        click("Undo");
        see(status());
        type("word 2", "zebra");
        await(() -> status().contains("zebra") ? true : null, "the long refusal");
        size(700, 640);
        shoot("studio-700.png");
        click("Undo");
        click("forget");
        settled(2);
        see("carried: " + part("carried").isShowing() + "; " + status().replaceAll("[0-9.]+ s", "some s"));
        type("add after", "on the grass with a very big red ball on the grass at night");
        settled(3);
        size(300, 300);
        see("least width " + studio.getWidth() + ", pictures are seen: "
                + (part("Source").getHeight() >= 160));
        shoot("studio-least.png");
    }

    private static String label(String name) {
        return ((JLabel) part(name)).getText();
    }

    private static int largest(ImageProcessor a, ImageProcessor b) {
        int largest = 0;
        for (int i = 0; i < a.getPixelCount(); i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                largest = Math.max(largest, Math.abs((a.get(i) >> shift & 255) - (b.get(i) >> shift & 255)));
            }
        }
        return largest;
    }

    private static String told(String picture) {
        return part(picture).getAccessibleContext().getAccessibleDescription();
    }

    private static BufferedImage shown(String picture) throws Exception {
        Method image = part(picture).getClass().getDeclaredMethod("image");
        image.setAccessible(true);
        return (BufferedImage) image.invoke(part(picture));
    }

    private static boolean same(BufferedImage a, BufferedImage b) {
        for (int y = 0; y < a.getHeight(); y++)
            for (int x = 0; x < a.getWidth(); x++)
                if ((a.getRGB(x, y) & 0xffffff) != (b.getRGB(x, y) & 0xffffff)) return false;
        return a.getWidth() == b.getWidth();
    }
}
