package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;

/**
 * Moving an object: M̂ = Edit(P·M, M*), where P takes each pixel's row of the source's map from where the object {@link Displacement
 * comes from}: the new place attends to the words as the old one did, the old place as what surrounds it does.
 *
 * @param inner the edit that is made of the displaced maps
 */
public record Moved(Edit inner, Displacement by) implements Edit {
    @Override
    public NDArray apply(NDArray m, NDArray mStar) {
        return inner.apply(by.rows(m), mStar);
    }

    @Override
    public boolean readsTarget() {
        return inner.readsTarget();
    }

    @Override
    public boolean readsOtherPixels() {
        return true;
    }

    @Override
    public Edit at(int step) {
        Edit now = inner.at(step);
        return now == NONE ? NONE : new Moved(now, by);
    }
}
