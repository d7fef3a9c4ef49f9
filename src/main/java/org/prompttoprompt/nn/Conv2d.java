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
        this(w.get("weight", out, in, kernel, kernel), w.get("bias", out), stride, padding);
    }

    private Conv2d(NDArray weight, NDArray bias, int stride, int padding) {
        this.weight = weight;
        this.bias = bias;
        this.stride = new Shape(stride, stride);
        this.padding = new Shape(padding, padding);
    }

    /** Reads {@code weight} only; the bias is zero. */
    public static Conv2d withoutBias(Weights w, long in, long out, int kernel, int stride) {
        return new Conv2d(w.get("weight", out, in, kernel, kernel), null, stride, kernel / 2);
    }

    public NDArray forward(NDArray x) {
        PyTorch.throwIfStopped();
        return ai.djl.nn.convolutional.Conv2d.conv2d(x, weight, bias, stride, padding, DILATION)
                .singletonOrThrow();
    }
}
