package org.prompttoprompt.nn;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.checkpoint.LayerWeight;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.GatedLayer;
import org.prompttoprompt.engine.Ops;

/** y = x W^T + b: x [..., in] to y [..., out]. */
public final class Linear {
    private final LayerWeight weight;
    private final NDArray bias;

    /** Reads {@code weight} [out, in] and {@code bias} [out]. */
    public Linear(Weights w, long in, long out) {
        this(w.layer("weight", out, in), w.get("bias", out));
    }

    private Linear(LayerWeight weight, NDArray bias) {
        this.weight = weight;
        this.bias = bias;
    }

    /** Reads {@code weight} [out, in] only; b is zero. */
    public static Linear withoutBias(Weights w, long in, long out) {
        return new Linear(w.layer("weight", out, in), null);
    }

    /** Returns {@link #forward} of a part x [n, in], for a gate to follow ({@link GatedLayer#wide}). */
    public NDArray wide(NDArray x, GatedLayer layer) {
        return weight.with(w -> layer.wide(x, w, bias));
    }

    /** Puts {@link #forward} of what was gated of a part, x [n, in], into rows of the result [more, out] from one on. */
    public void into(NDArray x, GatedLayer layer, NDArray result, long row) {
        weight.with(w -> {
            layer.into(x, w, bias, result, row);
            return result;
        });
    }

    public NDArray forward(NDArray x) {
        return weight.with(w -> Ops.linear(x, w, bias));
    }
}
