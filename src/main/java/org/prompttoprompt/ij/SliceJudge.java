package org.prompttoprompt.ij;

import ij.ImagePlus;
import java.util.List;

/** Tells of a result's slices how far the edit has happened in them. */
@FunctionalInterface
public interface SliceJudge {
    /** Tells nothing. */
    SliceJudge NONE = (result, slices) -> List.of();

    /**
     * Returns a value for each slice, below 0 where the edit is seen and above where the source still is; NaN where that
     * cannot be told, and none at all where it was not asked.
     *
     * @param result as it is, of any type
     * @param slices numbers of its edited slices, from 1 on, of all channels together
     */
    List<Double> of(ImagePlus result, List<Integer> slices);
}
