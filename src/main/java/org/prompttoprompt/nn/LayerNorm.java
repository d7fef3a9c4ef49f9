package org.prompttoprompt.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.prompttoprompt.checkpoint.Weights;

/** Normalises the last axis of x [..., channels], then scales and shifts each channel (Ba et al. 2016). */
public final class LayerNorm {
    private final NDArray weight;
    private final NDArray bias;
    private final Shape shape;
    private final float eps;

    public LayerNorm(Weights w, long channels, double eps) {
        weight = w.get("weight", channels);
        bias = w.get("bias", channels);
        shape = new Shape(channels);
        this.eps = (float) eps;
    }

    public NDArray forward(NDArray x) {
        return ai.djl.nn.norm.LayerNorm.layerNorm(x, shape, weight, bias, eps).singletonOrThrow();
    }
}
