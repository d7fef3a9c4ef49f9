package org.prompttoprompt.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * A 1x1 convolution is the product of its kernels [out, in] with the pixels [in, h w] of each image. As such it takes a quarter of the
 * time on a CPU, where the library's convolution first brings large images into an order of its own.
 */
final class Pointwise {
    /** Small networks and images gain nothing by it. */
    private static final long FEWEST_CHANNELS = 128;

    private static final long FEWEST_PIXELS = 256;

    private Pointwise() {}

    /** Returns whether to convolve so: on a CPU, in single precision. */
    static boolean pays(NDArray x, Shape kernels, int stride, int padding) {
        return kernels.get(2) == 1
                && stride == 1
                && padding == 0
                && Math.min(kernels.get(0), kernels.get(1)) >= FEWEST_CHANNELS
                && x.getShape().get(2) * x.getShape().get(3) >= FEWEST_PIXELS
                && Kernels.isSingleOnCpu(x);
    }
}
