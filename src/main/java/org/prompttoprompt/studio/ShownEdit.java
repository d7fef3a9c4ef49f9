package org.prompttoprompt.studio;

import ij.ImagePlus;
import java.awt.image.BufferedImage;
import org.prompttoprompt.canvas.Look;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.ij.Origin;
import org.prompttoprompt.ij.Recipe;

/**
 * How an edit of an open image looks in the window: the part of it that the model sees, with its own detail.
 *
 * @param source the image itself
 * @param edited what was painted on it
 * @param look which part it is
 * @param origin which image was edited
 */
record ShownEdit(BufferedImage source, BufferedImage edited, Look look, Origin origin) {
    /** Longest side of the pictures, in pixels. */
    private static final int LARGEST = 768;

    /** Returns the part of an image that an edit acts on, before anything is edited. */
    static BufferedImage before(Retouch retouch) {
        return retouch.look().source(LARGEST);
    }

    /** Returns the last frame of what was made, beside the image itself. */
    static ShownEdit of(Retouch retouch, ImagePlus made) {
        Look look = retouch.look();
        return new ShownEdit(
                look.source(LARGEST),
                look.of(made, made.getNSlices() - 1, LARGEST),
                look,
                Origin.in(Recipe.of(made)).orElseThrow());
    }
}
