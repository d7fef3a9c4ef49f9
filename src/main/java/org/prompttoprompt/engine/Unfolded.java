package org.prompttoprompt.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * A convolution is the product of its kernels [out, in k k] with what each of the results reads [in k k, results] (Chellapilla, Puri and
 * Simard 2006, section 2.1). A layer of many channels and few pixels is computed as such on a CPU: the library's convolution first brings
 * its kernels, far larger than the image, into an order of its own, in fresh memory and in each step anew.
 */
final class Unfolded {
    /** With smaller kernels or larger images there is more to unfold than to order. */
    private static final long FEWEST_WEIGHTS = 4 << 20;

    private static final long MOST_RESULTS = 255;

    private Unfolded() {}

    /** Returns whether to convolve so: on a CPU, in single precision, without gradients, where it pays. */
    static boolean pays(NDArray x, Shape kernels, int stride, int padding) {
        return paysFor(x.getShape(), kernels, stride, padding) && Kernels.mayKeep(x);
    }

    /** Returns whether kernels are large and results few: of an image, as a row must not be computed otherwise because of others. */
    static boolean paysFor(Shape x, Shape kernels, int stride, int padding) {
        long side = kernels.get(2);
        return side > 1
                && kernels.size() >= FEWEST_WEIGHTS
                && along(x.get(2), side, stride, padding) * along(x.get(3), side, stride, padding) <= MOST_RESULTS;
    }

    private static long along(long pixels, long kernel, int stride, int padding) {
        return (pixels + 2L * padding - kernel) / stride + 1;
    }
}
