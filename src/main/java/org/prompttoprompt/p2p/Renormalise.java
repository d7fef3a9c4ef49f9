package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;

/**
 * M̂ᵢⱼ = Edit(M, M*)ᵢⱼ / Σₖ |Edit(M, M*)ᵢₖ|: every pixel's row has the weight of a softmax again. The published method does
 * not do this; rows of a phrase edit may then sum to 0.8 or 2, which a small network may not bear. Magnitudes are summed,
 * so that a row with negative weights neither flips nor blows up; for other rows it is the plain sum.
 */
public record Renormalise(Edit inner) implements Edit {
    @Override
    public NDArray apply(NDArray m, NDArray mStar) {
        NDArray edited = inner.apply(m, mStar);
        return edited.div(edited.abs().sum(new int[] {-1}, true).add(1e-8f));
    }

    @Override
    public boolean readsTarget() {
        return inner.readsTarget();
    }

    @Override
    public boolean readsOtherPixels() {
        return inner.readsOtherPixels();
    }

    @Override
    public Edit at(int step) {
        Edit now = inner.at(step);
        return now == NONE ? NONE : new Renormalise(now);
    }
}
