package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.prompttoprompt.attention.Site;

/**
 * Keeps an edit inside a mask: x* = x + mask·(x* - x) after each step (Hertz et al. 2022, section 4, "Local editing";
 * google/prompt-to-prompt, LocalBlend, whose mask is that of words without that of words to keep).
 *
 * @param mask where the edit may act
 * @param firstStep the network evaluation after which it first acts
 */
public record LocalBlend(Mask mask, int firstStep) implements Blend {
    @Override
    public boolean actsAt(int step) {
        return step >= firstStep;
    }

    @Override
    public NDArray blend(NDArray latents, Map<Site, NDArray> sums, int row, int step) {
        return blend(latents.get("0:1"), latents.get(row + ":" + (row + 1)), sums, row);
    }

    /**
     * Returns the blended latents of a target row.
     *
     * @param source x, [1, channels, height, width]
     * @param target x*, likewise
     * @param sums of the store, [rows, heads, pixels, tokens] per place
     * @param row the target's row in them; the source is row 0
     */
    public NDArray blend(NDArray source, NDArray target, Map<Site, NDArray> sums, int row) {
        return source.add(target.sub(source).mul(mask.of(sums, row, target)));
    }
}
