package org.prompttoprompt.nn;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Ops;

/** Enlarges an image by repeating the nearest pixel, then a 3x3 convolution. */
public final class Upsample {
    private final Conv2d conv;

    public Upsample(Weights w, long channels) {
        conv = new Conv2d(w.at("conv"), channels, channels, 3);
    }

    public NDArray forward(NDArray x, long height, long width) {
        try (NDArray large = Ops.nearest(x, height, width)) {
            return conv.forward(large);
        }
    }
}
