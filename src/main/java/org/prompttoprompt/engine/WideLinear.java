package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.Kernels.callOneDnn;
import static org.prompttoprompt.engine.Kernels.number;

import ai.djl.ndarray.NDArray;

/**
 * Linear layers of large networks, on a CPU, by oneDNN where that is {@link QuickerProgram#LINEAR quicker}. It adds the products of few
 * pixels up in another order than those of many.
 */
final class WideLinear {
    /** With fewer channels nothing is gained, and smaller networks are not to be drawn otherwise on another computer. */
    private static final long FEWEST_CHANNELS = 320;

    /** From so many channels on, fewer pixels have one order. */
    private static final long MANY_CHANNELS = 512;

    /** From so many pixels on, one order is theirs: a row must not be computed otherwise because of those beside it. */
    private static final long FEWEST_PIXELS = 1024;

    /** The same where channels are not many. */
    private static final long FEWEST_OF_FEW_CHANNELS = 2048;

    /** Parts of fewer pixels are added up in an order that follows the number of threads, which may change in a run; one and two have the same. */
    private static final long FEWEST_OF_A_PART = 512;

    private static final int THREADS_OF_ONE_ORDER = 2;

    private WideLinear() {}

    /** Returns whether to compute x [rows, pixels, in] W^T so: on a CPU, in single precision, without gradients, where it is quicker. */
    static boolean pays(NDArray x, NDArray weight) {
        long channels = Math.min(weight.getShape().get(0), weight.getShape().get(1));
        return x.getShape().dimension() == 3
                && x.getShape().get(1) >= fewest(FEWEST_PIXELS, channels)
                && Kernels.mayKeep(x)
                && paysFor(x.getShape().get(1), channels);
    }

    /** Returns whether to compute so many pixels of a row so where they, or the result, have so many channels, and the other no fewer. */
    static boolean paysFor(long pixels, long channels) {
        return channels >= FEWEST_CHANNELS
                && (pixels >= fewest(FEWEST_OF_A_PART, channels) || PyTorch.threads() <= THREADS_OF_ONE_ORDER)
                && !QuickerProgram.LINEAR.isFirst();
    }

    private static long fewest(long ofMany, long channels) {
        return channels >= MANY_CHANNELS ? ofMany : FEWEST_OF_FEW_CHANNELS;
    }

    /** Returns x W^T + b; b may be null. */
    static NDArray forward(NDArray x, NDArray weight, NDArray bias) {
        return bias == null ? callOneDnn("linear_plain", x, weight) : callOneDnn("linear", x, weight, bias);
    }

    /** Puts x W^T + b, [n, out], into rows of the result [more, out] from one on. */
    static void into(NDArray x, NDArray weight, NDArray bias, NDArray result, long row) {
        callOneDnn("linear_into", x, weight, bias, result, number((int) row)).close();
    }
}
