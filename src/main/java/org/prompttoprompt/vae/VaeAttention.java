package org.prompttoprompt.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.nn.GroupNorm;
import org.prompttoprompt.nn.Linear;

/** Self-attention of one head over the pixels of x [rows, channels, h, w], added to x. */
final class VaeAttention {
    /** What it is added to, its norm in two orders, q, k, v, and the result in two orders. */
    static final int HELD = 8;

    private final GroupNorm norm;
    private final Linear toQ;
    private final Linear toK;
    private final Linear toV;
    private final Linear toOut;

    /** Reads today's names (to_q) or those of files from before 2023 (query). */
    VaeAttention(Weights w, int channels, int groups) {
        boolean old = w.has("query.weight");
        norm = new GroupNorm(w.at("group_norm"), channels, groups, VaeConfig.EPS);
        toQ = new Linear(w.at(old ? "query" : "to_q"), channels, channels);
        toK = new Linear(w.at(old ? "key" : "to_k"), channels, channels);
        toV = new Linear(w.at(old ? "value" : "to_v"), channels, channels);
        toOut = new Linear(old ? w.at("proj_attn") : w.at("to_out").at(0), channels, channels);
    }

    NDArray forward(NDArray x) {
        return Temporaries.closedAfter(() -> {
            Shape s = x.getShape();
            NDArray pixels = norm.forward(x)
                    .reshape(s.get(0), s.get(1), s.get(2) * s.get(3))
                    .transpose(0, 2, 1);
            NDArray h = Ops.sdpa(toQ.forward(pixels), toK.forward(pixels), toV.forward(pixels), 1);
            return Ops.contiguous(toOut.forward(h).transpose(0, 2, 1).reshape(s))
                    .addi(x);
        });
    }
}
