package org.prompttoprompt.studio;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.FrameKey;

/**
 * The images of a result that is open in ImageJ, as they are: nothing is drawn anew to look at them.
 *
 * @param source the source's image; a generation's own
 * @param edited the image of the slice in front; of a source slice the first edit
 */
record OpenedPictures(BufferedImage source, BufferedImage edited) {
    /** Returns the images of the slice in front, none if its pixels are no longer those of a result. */
    static Optional<OpenedPictures> of(ImagePlus image) {
        if (image == null || !(image.getProcessor() instanceof ColorProcessor)) return Optional.empty();
        Optional<Recipe> recipe = Recipe.in(image);
        if (recipe.isEmpty()) return Optional.empty();
        int front = image.getCurrentSlice();
        Optional<FrameKey> key = frame(recipe.get(), image, front);
        if (key.isEmpty()) return Optional.empty();
        int source = front;
        int edited = front;
        for (int i = image.getStackSize(); i >= 1; i--) {
            Optional<FrameKey> other = frame(recipe.get(), image, i);
            if (other.isEmpty() || other.get().seed() != key.get().seed()) continue;
            if (other.get().source()) source = i;
            else if (key.get().source()) edited = i;
        }
        return Optional.of(new OpenedPictures(picture(image, source), picture(image, edited)));
    }

    /** Returns what to do next. */
    static String note(Optional<OpenedPictures> opened) {
        return opened.isPresent()
                ? " The images are those that are open in ImageJ; an edit draws them anew."
                : " Press Generate to draw the image.";
    }

    private static Optional<FrameKey> frame(Recipe recipe, ImagePlus image, int slice) {
        String label = image.getStack().getSliceLabel(slice);
        return label == null ? Optional.empty() : recipe.frame(label);
    }

    private static BufferedImage picture(ImagePlus image, int slice) {
        BufferedImage pixels = image.getStack().getProcessor(slice).getBufferedImage();
        BufferedImage copy = new BufferedImage(pixels.getWidth(), pixels.getHeight(), BufferedImage.TYPE_INT_RGB);
        copy.getGraphics().drawImage(pixels, 0, 0, null);
        return copy;
    }
}
