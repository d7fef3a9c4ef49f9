package org.prompttoprompt.ij;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.metrics.WordMask;
import org.prompttoprompt.pipeline.MapSummary;

/**
 * What an image remembers of its attention maps, slice by slice. A stack whose slices are no longer those that the lines speak
 * of, since some were deleted, remembers nothing.
 */
public final class SliceMaps {
    private final MapSummary all;
    private final List<Integer> sourceOf = new ArrayList<>();

    /** Reads the image's info. */
    public SliceMaps(ImagePlus image) {
        SliceFrames frames = new SliceFrames(image);
        int sources = 0;
        for (int slice = 1; slice <= image.getStackSize(); slice++) {
            if (frames.isSource(slice)) sources++;
            sourceOf.add(sources);
        }
        MapSummary read =
                Recipe.in(image).map(recipe -> MapSummary.parse(recipe.text())).orElse(MapSummary.NONE);
        boolean whole = read.agreement().size() == image.getStackSize()
                && (read.masks().size() <= 1 || read.masks().size() == sources);
        all = whole ? read : MapSummary.NONE;
    }

    /** Returns the agreement, if there is one, and the mask of the changed words, if there is one, of the n-th slice. */
    public MapSummary of(int slice) {
        if (all.agreement().isEmpty()) return MapSummary.NONE;
        List<WordMask> masks = all.masks();
        if (masks.size() > 1) masks = List.of(masks.get(Math.max(0, sourceOf.get(slice - 1) - 1)));
        return new MapSummary(List.of(all.agreement().get(slice - 1)), masks);
    }
}
