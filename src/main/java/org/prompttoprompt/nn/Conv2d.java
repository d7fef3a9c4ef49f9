package org.prompttoprompt.nn;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.checkpoint.LayerWeight;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Ops;

/** A convolution of x [rows, in, h, w] with square kernels, plus a bias. */
public final class Conv2d {
    private final LayerWeight weight;
    private final NDArray bias;
    private final int stride;
    private final int padding;

    /** Reads {@code weight} [out, in, kernel, kernel] and {@code bias} [out]; the image keeps its size (odd kernels). */
    public Conv2d(Weights w, long in, long out, int kernel) {
        this(w, in, out, kernel, 1, kernel / 2);
    }

    public Conv2d(Weights w, long in, long out, int kernel, int stride, int padding) {
        this(w.layer("weight", out, in, kernel, kernel), w.get("bias", out), stride, padding);
    }

    private Conv2d(LayerWeight weight, NDArray bias, int stride, int padding) {
        this.weight = weight;
        this.bias = bias;
        this.stride = stride;
        this.padding = padding;
    }

    /** Reads {@code weight} only; the bias is zero. */
    public static Conv2d withoutBias(Weights w, long in, long out, int kernel, int stride) {
        return new Conv2d(w.layer("weight", out, in, kernel, kernel), null, stride, kernel / 2);
    }

    /** Reads {@code weight} only; the image is cut into squares as large as the kernel, without a rim. */
    public static Conv2d unpadded(Weights w, long in, long out, int kernel) {
        return new Conv2d(w.layer("weight", out, in, kernel, kernel), null, kernel, 0);
    }

    public NDArray forward(NDArray x) {
        return weight.with(w -> Ops.conv2d(x, w, bias, stride, padding));
    }
}
