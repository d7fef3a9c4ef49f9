package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.request.Window;

/**
 * A window per target token: M̂ᵢⱼ = Edit(M, M*)ᵢⱼ while token j's window is open, else M*ᵢⱼ (google/prompt-to-prompt,
 * {@code cross_replace_steps} given per word).
 *
 * @param windows one per target token
 * @param steps of the sampling course
 */
public record WordWindows(Edit inner, List<Window> windows, int steps) implements Edit {
    public WordWindows {
        windows = List.copyOf(windows);
    }

    @Override
    public NDArray apply(NDArray m, NDArray mStar) {
        throw new IllegalStateException("Ask for the edit at a step first: at(step).apply(m, mStar)");
    }

    @Override
    public Edit at(int step) {
        List<Boolean> open = new ArrayList<>();
        for (Window w : windows) open.add(w.crossStart(steps) <= step && step < w.crossEnd(steps));
        if (!open.contains(true)) return NONE;
        return open.contains(false) ? new Columns(inner.at(step), open) : inner.at(step);
    }

    /** M̂ᵢⱼ = αⱼ·Edit(M, M*)ᵢⱼ + (1 - αⱼ)·M*ᵢⱼ, with αⱼ 1 for an open column and 0 for another. */
    record Columns(Edit inner, List<Boolean> open) implements Edit {
        @Override
        public NDArray apply(NDArray m, NDArray mStar) {
            float[] alpha = new float[open.size()];
            for (int j = 0; j < alpha.length; j++) alpha[j] = open.get(j) ? 1 : 0;
            NDArray columns = m.getManager().create(alpha);
            return inner.apply(m, mStar)
                    .mul(columns)
                    .addi(mStar.mul(columns.neg().addi(1)));
        }
    }
}
