package org.prompttoprompt.canvas;

import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.p2p.ImageMask;

/** Where an image may change, in red over it, and what of it the model sees, as a frame. */
final class Preview {
    private static final String CHANGES = "may change";
    private static final String SEEN = "what the model sees";
    private static final int OPACITY = 160;

    private Preview() {}

    /** Returns whether a part of an overlay is a preview's. */
    static boolean isOurs(Roi roi) {
        return CHANGES.equals(roi.getName()) || SEEN.equals(roi.getName());
    }

    /** @param where words act in a picture, or prompts disagree about it, if that is asked for */
    static Overlay of(List<Patch> parts, Function<SourceImage, Optional<ImageMask>> where) {
        Overlay overlay = new Overlay();
        for (Patch part : parts) {
            show(part.box(), part.weights(where), overlay);
        }
        return overlay;
    }

    /** Adds to a preview what was in the overlay before. */
    static void keep(Overlay before, Overlay shown) {
        for (Roi roi : before.toArray()) if (!isOurs(roi)) shown.add(roi);
    }

    private static void show(Rectangle box, float[] weights, Overlay overlay) {
        ColorProcessor red = new ColorProcessor(box.width, box.height);
        for (int i = 0; i < weights.length; i++) red.set(i, Math.round(OPACITY * weights[i]) << 24 | 0xff0000);
        BufferedImage picture = new BufferedImage(box.width, box.height, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, box.width, box.height, (int[]) red.getPixels(), 0, box.width);
        ImageRoi mask = new ImageRoi(box.x, box.y, picture);
        mask.setName(CHANGES);
        Roi frame = new Roi(box);
        frame.setStrokeColor(Color.YELLOW);
        frame.setName(SEEN);
        overlay.add(mask);
        overlay.add(frame);
    }
}
