package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.prompttoprompt.attention.Site;

/** What is put together from a target's latents and others after a step. Blends are records without tensors, as masks are. */
public interface Blend {
    /** Returns whether latents are blended after this step. */
    boolean actsAt(int step);

    /**
     * Returns the blended latents of a target row, [1, channels, height, width].
     *
     * @param latents of all rows, the source's first
     * @param sums of the store, [rows, heads, pixels, tokens] per place
     * @param row the target's row in both
     * @param step the network evaluation after which they stand so
     */
    NDArray blend(NDArray latents, Map<Site, NDArray> sums, int row, int step);
}
