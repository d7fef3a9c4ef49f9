package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * An edit whose window may end within a step: M̂ = f·Edit(M, M*) + (1 - f)·M*, with f the share of the step that is inside. Rows sum to
 * what both parts' rows sum to. {@link During} is the same with f 0 or 1; between them the image changes as smoothly as the network.
 *
 * @param shares f of each network evaluation, 0 to 1; 0 of those that are not listed
 */
public record Fading(List<Double> shares, Edit edit) implements Edit {
    public Fading {
        shares = List.copyOf(shares);
    }

    @Override
    public NDArray apply(NDArray m, NDArray mStar) {
        throw new IllegalStateException("Ask for the edit at a step first: at(step).apply(m, mStar)");
    }

    @Override
    public Edit at(int step) {
        double f = step < shares.size() ? shares.get(step) : 0;
        if (f == 0) return NONE;
        return f == 1 ? edit.at(step) : new Partly(f, edit.at(step));
    }

    /** M̂ = f·Edit(M, M*) + (1 - f)·M*. */
    record Partly(double f, Edit edit) implements Edit {
        @Override
        public NDArray apply(NDArray m, NDArray mStar) {
            return edit.apply(m, mStar).mul((float) f).addi(mStar.mul((float) (1 - f)));
        }
    }
}
