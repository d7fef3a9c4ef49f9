package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/**
 * Tells whether an image is still as it was drawn: as large, and its pixels where they were. Words are looked for by their place, so
 * that in a cropped, scaled, flipped or rotated result they would be found where they are not.
 */
public final class WholeImage {
    /** The line of a recipe that says how the image looks. */
    static final String KEY = "look";

    /** The remembered look is the mean of this many cells in each direction. */
    private static final int CELLS = 4;
    /** Levels of 256 by which a mean may differ: of rounding, of a conversion to grey, of a light filter. */
    private static final int TOLERANCE = 4;

    private static final String CURE =
            ", and its words are found by their place: take the whole result, or make it once more by Run Again.";

    private WholeImage() {}

    /** Returns the line by which a recipe remembers how its image looks. */
    static String line(ImageStack stack) {
        return KEY + "=" + HexFormat.of().formatHex(look(stack.getProcessor(1))) + " " + label(stack, 1) + "\n";
    }

    /**
     * Returns if the image is whole, or remembers nothing of its making.
     *
     * @throws Refusal if it was cropped, scaled, flipped or rotated
     */
    public static void require(ImagePlus image) {
        Optional<Recipe> recipe = Recipe.in(image);
        if (recipe.isEmpty()) return;
        EditRequest request = recipe.get().request();
        int width = Integer.parseInt(request.get(Option.WIDTH));
        int height = Integer.parseInt(request.get(Option.HEIGHT));
        // An edited image has its own size, whatever the model's.
        boolean sized = width > 0 && height > 0 && !request.task().takesImage();
        if (sized && (width != image.getWidth() || height != image.getHeight())) {
            throw new Refusal("The image '" + image.getTitle() + "' is " + image.getWidth() + " x " + image.getHeight()
                    + " pixels and was drawn as " + width + " x " + height + CURE);
        }
        String[] remembered = recipe.get().value(KEY).split(" ", 2);
        if (remembered.length < 2) return;
        byte[] drawn = HexFormat.of().parseHex(remembered[0]);
        for (int slice = 1; slice <= image.getStackSize(); slice++) {
            if (!label(image.getStack(), slice).equals(remembered[1])) continue;
            if (differ(drawn, look(image.getStack().getProcessor(slice)))) {
                throw new Refusal("The image '" + image.getTitle() + "' was flipped, rotated or painted over" + CURE);
            }
            return;
        }
    }

    private static String label(ImageStack stack, int slice) {
        return Objects.requireNonNullElse(stack.getSliceLabel(slice), "").strip();
    }

    private static boolean differ(byte[] a, byte[] b) {
        for (int i = 0; i < a.length; i++) if (Math.abs((a[i] & 255) - (b[i] & 255)) > TOLERANCE) return true;
        return a.length != b.length;
    }

    /** Returns the mean grey of each cell, row by row. */
    private static byte[] look(ImageProcessor image) {
        ImageProcessor grey = image.convertToByteProcessor(false);
        byte[] look = new byte[CELLS * CELLS];
        for (int cell = 0; cell < look.length; cell++) {
            int left = cell % CELLS * grey.getWidth() / CELLS;
            int right = (cell % CELLS + 1) * grey.getWidth() / CELLS;
            int top = cell / CELLS * grey.getHeight() / CELLS;
            int bottom = (cell / CELLS + 1) * grey.getHeight() / CELLS;
            long sum = 0;
            for (int y = top; y < bottom; y++) for (int x = left; x < right; x++) sum += grey.get(x, y);
            look[cell] = (byte) Math.round(sum / (double) Math.max(1, (right - left) * (bottom - top)));
        }
        return look;
    }
}
