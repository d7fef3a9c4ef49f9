package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.nn.Linear;

/** Two linear layers with a gated unit of four times the channels between (Shazeer 2020), on [rows, pixels, dim]. */
final class FeedForward {
    private static final int WIDER = 4;

    private final Linear project;
    private final Linear out;

    FeedForward(Weights w, long dim) {
        project = new Linear(w.at("net").at(0).at("proj"), dim, 2 * WIDER * dim);
        out = new Linear(w.at("net").at(2), WIDER * dim, dim);
    }

    NDArray forward(NDArray x) {
        try (NDArray projected = project.forward(x);
                NDArray gated = Ops.geglu(projected)) {
            return out.forward(gated);
        }
    }
}
