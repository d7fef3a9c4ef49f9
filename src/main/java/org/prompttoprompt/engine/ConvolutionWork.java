package org.prompttoprompt.engine;

import ai.djl.ndarray.types.Shape;

/** What memory a 3x3 convolution that keeps the size takes beside its input and result, on a CPU. */
public final class ConvolutionWork {
    private ConvolutionWork() {}

    /** Returns how many numbers the work space has that layers share; 0 where the library's program convolves, which needs none. */
    public static long shared(long rows, long in, long out, long pixels, int bytes) {
        long side = Math.round(Math.sqrt(pixels));
        Shape x = new Shape(rows, in, side, side);
        Shape kernels = new Shape(out, in, 3, 3);
        return bytes == Float.BYTES && Winograd.paysFor(x, kernels)
                ? Winograd.Parts.of(x, kernels).numbers()
                : 0;
    }

    /** Returns how many numbers of each row are unfolded before it; 0 where none are. */
    public static long unfolded(long in, long out, long pixels, int bytes) {
        long side = Math.round(Math.sqrt(pixels));
        Shape x = new Shape(1, in, side, side);
        return bytes == Float.BYTES && Unfolded.paysFor(x, new Shape(out, in, 3, 3), 1, 1) ? 9 * in * pixels : 0;
    }
}
