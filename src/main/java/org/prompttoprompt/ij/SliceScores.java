package org.prompttoprompt.ij;

import ij.ImagePlus;
import java.util.List;
import java.util.Map;

/** Tells more of a result's slices, in columns of their own. */
@FunctionalInterface
public interface SliceScores {
    /** Tells nothing. */
    SliceScores NONE = (result, slices, sources) -> Map.of();

    /**
     * Returns columns, each with a value for each slice, NaN where there is none.
     *
     * @param result as it is, of any type
     * @param slices numbers of its edited slices, from 1 on, of all channels together
     * @param sources number of the source of each
     */
    Map<String, List<Double>> of(ImagePlus result, List<Integer> slices, List<Integer> sources);
}
