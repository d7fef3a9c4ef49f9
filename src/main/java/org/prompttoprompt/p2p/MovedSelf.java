package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;

/**
 * Self-attention of a moved object: M̂ = P·M·Pᵀ, each row divided by its sum, with P of {@link Moved}: pixels of the new place look at each
 * other as those of the old one did.
 */
public record MovedSelf(Displacement by) implements Edit {
    @Override
    public NDArray apply(NDArray m, NDArray mStar) {
        return by.both(m);
    }

    @Override
    public boolean readsTarget() {
        return false;
    }

    @Override
    public boolean readsOtherPixels() {
        return true;
    }
}
