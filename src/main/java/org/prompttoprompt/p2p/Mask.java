package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.prompttoprompt.attention.Site;

/**
 * A part of the image, as it is at one step of the walk: where words act, a region that was drawn, or what these have in
 * common. Masks are records without tensors, so that equal masks make equal images.
 */
public interface Mask {
    /**
     * Returns the mask of a target row, float32 [1, 1, height, width] of the latents: 1 inside, 0 outside, and between where it is
     * feathered.
     *
     * @param sums of the store so far, [rows, heads, pixels, tokens] per place
     * @param row the target's row in them; the source is row 0
     * @param latents of the row, [1, channels, height, width]
     */
    NDArray of(Map<Site, NDArray> sums, int row, NDArray latents);

    /** Returns what is inside of both: the smaller share. */
    default Mask and(Mask other) {
        return new And(this, other);
    }

    /** Returns what is inside of either: the larger share. */
    default Mask or(Mask other) {
        return new Or(this, other);
    }

    /** Returns what is outside. */
    default Mask not() {
        return new Not(this);
    }

    /** See {@link Mask#and}. */
    record And(Mask a, Mask b) implements Mask {
        @Override
        public NDArray of(Map<Site, NDArray> sums, int row, NDArray latents) {
            return a.of(sums, row, latents).minimum(b.of(sums, row, latents));
        }
    }

    /** See {@link Mask#or}. */
    record Or(Mask a, Mask b) implements Mask {
        @Override
        public NDArray of(Map<Site, NDArray> sums, int row, NDArray latents) {
            return a.of(sums, row, latents).maximum(b.of(sums, row, latents));
        }
    }

    /** See {@link Mask#not}. */
    record Not(Mask a) implements Mask {
        @Override
        public NDArray of(Map<Site, NDArray> sums, int row, NDArray latents) {
            return a.of(sums, row, latents).neg().addi(1);
        }
    }
}
