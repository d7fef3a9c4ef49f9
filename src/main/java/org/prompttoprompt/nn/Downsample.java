package org.prompttoprompt.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.prompttoprompt.checkpoint.Weights;

/** Halves an image by a 3x3 convolution with stride 2, padded on all sides or, with padding 0, right and bottom by one. */
public final class Downsample {
    private final Conv2d conv;
    private final int padding;

    public Downsample(Weights w, long channels, int padding) {
        conv = new Conv2d(w.at("conv"), channels, channels, 3, 2, padding);
        this.padding = padding;
    }

    public NDArray forward(NDArray x) {
        if (padding > 0) return conv.forward(x);
        try (NDArray padded = x.pad(new Shape(0, 1, 0, 1), 0)) {
            return conv.forward(padded);
        }
    }

    /** Returns the height (or width) that this makes of another. */
    public int size(int before) {
        return padding > 0 ? (before + 2 * padding - 3) / 2 + 1 : (before - 2) / 2 + 1;
    }
}
