package org.prompttoprompt.nn;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Temporaries;

/**
 * Two convolutions beside a shortcut (He et al. 2016, as in DDPM): x + conv2(silu(norm2(conv1(silu(norm1(x))) + t))), from
 * [rows, in, h, w] to [rows, out, h, w]; t is a projection of the time embedding, if there is one.
 */
public final class ResnetBlock {
    private final GroupNorm norm1;
    private final Conv2d conv1;
    private final Linear timeProjection;
    private final GroupNorm norm2;
    private final Conv2d conv2;
    private final Conv2d shortcut;

    /** @param timeChannels length of the time embedding; 0 if the network knows no time (the autoencoder) */
    public ResnetBlock(Weights w, long in, long out, long timeChannels, int groups, double eps) {
        norm1 = new GroupNorm(w.at("norm1"), in, groups, eps);
        conv1 = new Conv2d(w.at("conv1"), in, out, 3);
        timeProjection = timeChannels == 0 ? null : new Linear(w.at("time_emb_proj"), timeChannels, out);
        norm2 = new GroupNorm(w.at("norm2"), out, groups, eps);
        conv2 = new Conv2d(w.at("conv2"), out, out, 3);
        shortcut = in == out ? null : new Conv2d(w.at("conv_shortcut"), in, out, 1);
    }

    /** Without time embedding. */
    public NDArray forward(NDArray x) {
        return forward(x, null, UnaryOperator.identity());
    }

    /**
     * @param siluTime silu of the time embedding, [1 or rows, timeChannels], or null
     * @param hook sees the output of conv2, before the shortcut is added, and returns what to use in its place
     */
    public NDArray forward(NDArray x, NDArray siluTime, UnaryOperator<NDArray> hook) {
        return Temporaries.closedAfter(() -> {
            NDArray h = conv1(x, siluTime);
            NDArray normed = norm2.forwardSilu(h);
            h.close();
            h = conv2.forward(normed);
            normed.close();
            NDArray hooked = hook.apply(h);
            NDArray skip = shortcut == null ? x : shortcut.forward(x);
            return hooked == h ? h.addi(skip) : hooked.add(skip);
        });
    }

    private NDArray conv1(NDArray x, NDArray siluTime) {
        try (NDArray normed = norm1.forwardSilu(x)) {
            NDArray h = conv1.forward(normed);
            return timeProjection == null
                    ? h
                    : h.addi(timeProjection.forward(siluTime).expandDims(-1).expandDims(-1));
        }
    }
}
