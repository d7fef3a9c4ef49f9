package org.prompttoprompt.nn;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Damaged;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Ops;

/** Normalises groups of channels of x [rows, channels, h, w], then scales and shifts each channel (Wu and He 2018). */
public final class GroupNorm {
    private final NDArray weight;
    private final NDArray bias;
    private final int groups;
    private final double eps;

    /** @throws Refusal if the groups do not divide the channels */
    public GroupNorm(Weights w, long channels, int groups, double eps) {
        if (groups < 1 || channels % groups != 0) {
            throw new Damaged(
                    channels + " channels do not fall into norm_num_groups = " + groups + " groups",
                    "Download the model again, or choose another.");
        }
        weight = w.get("weight", channels);
        bias = w.get("bias", channels);
        this.groups = groups;
        this.eps = eps;
    }

    public NDArray forward(NDArray x) {
        return Ops.groupNorm(x, weight, bias, groups, eps);
    }

    /** Returns silu of {@link #forward}, as it is used before nearly every convolution. */
    public NDArray forwardSilu(NDArray x) {
        return Ops.groupNormSilu(x, weight, bias, groups, eps);
    }
}
