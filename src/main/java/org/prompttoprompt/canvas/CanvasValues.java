package org.prompttoprompt.canvas;

import ij.ImagePlus;
import java.awt.Rectangle;
import java.util.Locale;
import java.util.Optional;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/**
 * What a request says of the open image.
 *
 * @param channel edited alone, from 1 on; 0 for the channels as shown
 * @param each whether each plane is edited, and not only the one in front
 * @param aspect what becomes of an image of another aspect than the picture's
 * @param surroundings whether the surroundings of the mask are drawn into it first
 * @param mask what the mask is: empty for the selection, if there is one
 * @param feather pixels of the rim, negative where it is left to the box
 * @param width of the picture that the model sees
 * @param height likewise
 */
record CanvasValues(
        int channel,
        boolean each,
        Aspect aspect,
        boolean surroundings,
        String mask,
        double feather,
        int width,
        int height) {
    /** The rim as a share of the box that the model sees. */
    private static final double FEATHER = 1 / 32.0;

    /** What becomes of an image that has not the picture's aspect. */
    enum Aspect {
        PAD,
        CROP,
        TILE
    }

    static CanvasValues of(EditRequest request) {
        String channel = request.get(Option.CHANNEL);
        String feather = request.get(Option.FEATHER);
        return new CanvasValues(
                channel.equals(Option.SHOWN) ? 0 : request.whole(Option.CHANNEL, 1, Integer.MAX_VALUE),
                request.get(Option.SLICES).equals("each"),
                Aspect.valueOf(request.get(Option.ASPECT).toUpperCase(Locale.ROOT)),
                request.get(Option.BEGIN).equals("surroundings"),
                request.get(Option.MASK),
                feather.equals(Option.AUTO) ? -1 : request.number(Option.FEATHER, 0, EditRequest.MAX_SIDE),
                request.whole(Option.WIDTH, 1, EditRequest.MAX_SIDE),
                request.whole(Option.HEIGHT, 1, EditRequest.MAX_SIDE));
    }

    /** Returns the part of an image that the model sees. */
    Rectangle box(Optional<Region> region, ImagePlus image) {
        Rectangle all = new Rectangle(image.getWidth(), image.getHeight());
        if (region.isPresent()) return Placement.around(region.get().bounds(), all, width, height);
        return aspect == Aspect.CROP ? Placement.middle(all, width, height) : all;
    }

    /** Returns the pixels of the rim in a box. */
    double feather(Rectangle box) {
        return feather >= 0 ? feather : Math.min(box.width, box.height) * FEATHER;
    }
}
