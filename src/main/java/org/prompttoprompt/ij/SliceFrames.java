package org.prompttoprompt.ij;

import ij.ImagePlus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.request.FrameKey;

/**
 * Which images of its recipe the slices of a stack are. Labels are looked up among those of the recipe; a slice without a
 * label has no image, and one whose label the recipe does not have stands for itself, without values.
 */
final class SliceFrames {
    private final ImagePlus image;
    private final Map<String, FrameKey> frames = new HashMap<>();

    /** @throws org.prompttoprompt.Refusal if the image has a recipe that cannot be read */
    SliceFrames(ImagePlus image) {
        this.image = image;
        List<FrameKey> all =
                Recipe.in(image).map(recipe -> FrameKey.of(recipe.request())).orElse(List.of());
        all.forEach(frame -> frames.putIfAbsent(frame.label(), frame));
    }

    /** Returns whether the slice, counted from 1, has a label. */
    boolean has(int slice) {
        return label(slice) != null;
    }

    private String label(int slice) {
        return image.getStack().getSliceLabel(slice);
    }

    /** Returns the image that a slice is. */
    FrameKey of(int slice) {
        return frames.computeIfAbsent(label(slice), label -> {
            boolean source = label.equals("source") || label.startsWith("source ");
            return new FrameKey(label, source, -1, 0, Map.of());
        });
    }

    /** Returns whether a slice is a source image. */
    boolean isSource(int slice) {
        return has(slice) && of(slice).source();
    }
}
