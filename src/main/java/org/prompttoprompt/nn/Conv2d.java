package org.prompttoprompt.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.PyTorch;

/** A convolution of x [rows, in, h, w] with square kernels, plus a bias. */
public final class Conv2d {
    private static final Shape DILATION = new Shape(1, 1);

    private final NDArray weight;
    private final NDArray bias;
    private final Shape stride;
    private final Shape padding;

    /** Reads {@code weight} [out, in, kernel, kernel] and {@code bias} [out]; the image keeps its size (odd kernels). */
    public Conv2d(Weights w, long in, long out, int kernel) {
        this(w, in, out, kernel, 1, kernel / 2);
    }

    public Conv2d(Weights w, long in, long out, int kernel, int stride, int padding) {
        weight = w.get("weight", out, in, kernel, kernel);
        bias = w.get("bias", out);
        this.stride = new Shape(stride, stride);
        this.padding = new Shape(padding, padding);
    }

    public NDArray forward(NDArray x) {
        PyTorch.throwIfStopped();
        return ai.djl.nn.convolutional.Conv2d.conv2d(x, weight, bias, stride, padding, DILATION)
                .singletonOrThrow();
    }
}
