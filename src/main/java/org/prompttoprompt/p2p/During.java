package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.request.Window;

/**
 * An edit made only in the steps [from, to), step 0 being the noisiest: M̂ = Edit(M, M*) there and M* elsewhere. It is the
 * paper's tau counted the other way (section 3.2): the paper injects while t ≥ tau with t falling from T, hence tau = T + 1 - to.
 */
public record During(int from, int to, Edit edit) implements Edit {
    /** Cross-attention edited in a window; its steps are {@link Window#crossStart} and on. */
    public static Edit cross(Window window, int steps, Edit edit) {
        return new During(window.crossStart(steps), window.crossEnd(steps), edit);
    }

    /** Self-attention edited in a window; its steps are {@link Window#start} and on. */
    public static Edit self(Window window, int steps, Edit edit) {
        return new During(window.start(steps), window.end(steps), edit);
    }

    @Override
    public NDArray apply(NDArray m, NDArray mStar) {
        throw new IllegalStateException("Ask for the edit at a step first: at(step).apply(m, mStar)");
    }

    @Override
    public Edit at(int step) {
        return from <= step && step < to ? edit.at(step) : NONE;
    }
}
