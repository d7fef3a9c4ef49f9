package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.GatedLayer;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.nn.Linear;

/** Two linear layers with a gated unit of four times the channels between (Shazeer 2020), on [rows, pixels, dim]. */
final class FeedForward {
    private static final int WIDER = 4;
    /**
     * So many numbers of the wide layer are held at once: 16 MB in single precision, which a system still hands out again without
     * filling them with zeros (glibc up to 32 MB).
     */
    private static final long MOST_NUMBERS = 1 << 22;

    /**
     * So many of them where they lie in memory that is kept: products of more pixels take up to an eighth less time. With their gate these are
     * 100 MB, which large convolutions need as well.
     */
    private static final long MOST_KEPT = 1 << 24;

    private final Linear project;
    private final Linear out;

    FeedForward(Weights w, long dim) {
        project = new Linear(w.at("net").at(0).at("proj"), dim, 2 * WIDER * dim);
        out = new Linear(w.at("net").at(2), WIDER * dim, dim);
    }

    /** Pixels that would take much memory together are computed one part after the other. */
    NDArray forward(NDArray x) {
        Shape shape = x.getShape();
        long dim = shape.get(2);
        long pixels = shape.size() / dim;
        Optional<GatedLayer> gated = GatedLayer.of(x, Math.max(1, MOST_KEPT / (2 * WIDER * dim)));
        if (gated.isPresent()) return kept(x, pixels, gated.get());
        long each = Math.max(1, MOST_NUMBERS / (2 * WIDER * dim));
        if (each >= pixels) return whole(x);
        try (NDList parts = new NDList();
                NDArray all = x.reshape(pixels, dim)) {
            for (long i = 0; i < pixels; i += each) parts.add(whole(all.get(i + ":" + Math.min(pixels, i + each))));
            return NDArrays.concat(parts).reshape(shape);
        }
    }

    /** What is wide lies in memory that is kept from part to part. */
    private NDArray kept(NDArray x, long pixels, GatedLayer layer) {
        NDArray result = x.getManager().create(new Shape(pixels, x.getShape().get(2)));
        try (NDArray all = x.reshape(pixels, x.getShape().get(2))) {
            layer.parts().forEach(part -> compute(part, all, layer, result));
        }
        return result.reshape(x.getShape());
    }

    private void compute(GatedLayer.Part part, NDArray all, GatedLayer layer, NDArray result) {
        try (NDArray x = all.get(part.begin() + ":" + part.end());
                NDArray projected = project.wide(x, layer);
                NDArray gated = GatedLayer.gated(projected)) {
            out.into(gated, layer, result, part.begin());
        }
    }

    /** Returns how many bytes the wide layer has at a time, before and after its gate, of rows with so many numbers each of so many bytes. */
    static long widest(long numbers, long rows, int bytes) {
        long most = bytes == Float.BYTES ? MOST_KEPT : MOST_NUMBERS;
        return bytes * Math.min(rows * numbers * (2 + 1) * WIDER, most + most / 2);
    }

    private NDArray whole(NDArray x) {
        try (NDArray projected = project.forward(x);
                NDArray gated = Ops.geglu(projected)) {
            return out.forward(gated);
        }
    }
}
