package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.nn.Linear;

/** Two linear layers with a gated unit of four times the channels between (Shazeer 2020), on [rows, pixels, dim]. */
final class FeedForward {
    private static final int WIDER = 4;
    /** So many numbers of the wide layer are held at once, or those of one row: 64 MB in single precision. */
    private static final long MOST_NUMBERS = 1 << 24;

    private final Linear project;
    private final Linear out;

    FeedForward(Weights w, long dim) {
        project = new Linear(w.at("net").at(0).at("proj"), dim, 2 * WIDER * dim);
        out = new Linear(w.at("net").at(2), WIDER * dim, dim);
    }

    /** Rows that would take much memory together are computed one after the other. */
    NDArray forward(NDArray x) {
        int rows = (int) x.getShape().get(0);
        int each = (int) each(x.getShape().size() / rows);
        if (each >= rows) return whole(x);
        try (NDList parts = new NDList()) {
            for (int i = 0; i < rows; i += each) parts.add(whole(x.get(i + ":" + Math.min(rows, i + each))));
            return NDArrays.concat(parts);
        }
    }

    /** Returns how many rows of so many numbers are computed at once. */
    private static long each(long numbers) {
        return Math.max(1, MOST_NUMBERS / (2 * WIDER * numbers));
    }

    /** Returns how many numbers the wide layer has at a time, before and after its gate. */
    static long widest(long numbers, long rows) {
        return Math.min(rows, each(numbers)) * (2 + 1) * WIDER * numbers;
    }

    private NDArray whole(NDArray x) {
        try (NDArray projected = project.forward(x);
                NDArray gated = Ops.geglu(projected)) {
            return out.forward(gated);
        }
    }
}
