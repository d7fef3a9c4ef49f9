package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * A window per target token: M̂ᵢⱼ = Edit(M, M*)ᵢⱼ while token j's window is open, else M*ᵢⱼ (google/prompt-to-prompt,
 * {@code cross_replace_steps} given per word).
 *
 * @param spans when each target token's window is open
 */
public record WordWindows(Edit inner, List<Span> spans) implements Edit {
    public WordWindows {
        spans = List.copyOf(spans);
    }

    @Override
    public NDArray apply(NDArray m, NDArray mStar) {
        throw new IllegalStateException("Ask for the edit at a step first: at(step).apply(m, mStar)");
    }

    @Override
    public Edit at(int step) {
        List<Boolean> open = new ArrayList<>();
        for (Span span : spans) open.add(span.contains(step));
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

        @Override
        public boolean readsOtherPixels() {
            return inner.readsOtherPixels();
        }
    }
}
