package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.attention.Site;

/**
 * Keeps an edit inside the region of its words: x* = x + mask·(x* - x) after each step (Hertz et al. 2022, section 4,
 * "Local editing"; google/prompt-to-prompt, LocalBlend). The mask is the words' {@link WordRegion} in the source or in the
 * target, without the regions of the words to keep.
 *
 * @param source token indices in the source prompt whose region may change
 * @param target likewise in the target prompt
 * @param keepSource token indices in the source prompt whose region must not change
 * @param keepTarget likewise in the target prompt
 * @param threshold share of the largest value, 0 to 1
 * @param keepThreshold likewise for the words to keep, whose maps are not enlarged
 * @param firstStep the step after which it first acts
 */
public record LocalBlend(
        List<Integer> source,
        List<Integer> target,
        List<Integer> keepSource,
        List<Integer> keepTarget,
        double threshold,
        double keepThreshold,
        int firstStep) {
    /** Returns whether latents are blended after this step. */
    public boolean actsAt(int step) {
        return step >= firstStep;
    }

    /**
     * Returns the mask of a target row, [1, 1, height, width] of the latents, 1 where the edit may act.
     *
     * @param sums of the store, [rows, heads, pixels, tokens] per place
     * @param row the target's row; the source is row 0
     */
    public NDArray mask(Map<Site, NDArray> sums, int row, long height, long width) {
        NDArray mask = new WordRegion(source, threshold, true)
                .of(sums, 0, height, width)
                .logicalOr(new WordRegion(target, threshold, true).of(sums, row, height, width));
        if (!keepSource.isEmpty() || !keepTarget.isEmpty()) {
            NDArray kept = new WordRegion(keepSource, keepThreshold, false)
                    .of(sums, 0, height, width)
                    .logicalOr(new WordRegion(keepTarget, keepThreshold, false).of(sums, row, height, width));
            mask = mask.logicalAnd(kept.logicalNot());
        }
        return mask.toType(DataType.FLOAT32, false);
    }
}
