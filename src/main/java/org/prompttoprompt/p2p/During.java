package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;

/**
 * An edit made only during a part of the walk: M̂ = Edit(M, M*) there and M* elsewhere. It is the paper's tau counted the other
 * way (section 3.2): the paper injects while t ≥ tau with t falling from T, hence tau = T + 1 - to.
 */
public record During(Span span, Edit edit) implements Edit {
    @Override
    public NDArray apply(NDArray m, NDArray mStar) {
        throw new IllegalStateException("Ask for the edit at a step first: at(step).apply(m, mStar)");
    }

    @Override
    public Edit at(int step) {
        return span.contains(step) ? edit.at(step) : NONE;
    }
}
