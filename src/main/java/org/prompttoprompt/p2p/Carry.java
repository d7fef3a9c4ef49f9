package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.attention.Site;

/**
 * Carries the source's latents of a moved object along: x*(p) = x(T⁻¹(p)) in the new place after each step of a window, noise and all; then
 * what lies outside of both places is kept by a local blend.
 *
 * @param span when the object is carried; after it the network draws what is there by itself
 * @param keep the local blend
 */
public record Carry(Displacement by, Span span, Optional<LocalBlend> keep) implements Blend {
    @Override
    public boolean actsAt(int step) {
        return span.contains(step) || keep.isPresent() && keep.get().actsAt(step);
    }

    @Override
    public NDArray blend(NDArray latents, Map<Site, NDArray> sums, int row, int step) {
        NDArray source = latents.get("0:1");
        NDArray target = latents.get(row + ":" + (row + 1));
        if (span.contains(step)) target = by.carried(source, target);
        return keep.isPresent() && keep.get().actsAt(step) ? keep.get().blend(source, target, sums, row) : target;
    }
}
