package org.prompttoprompt.nn;

import org.prompttoprompt.engine.ConvolutionWork;

/**
 * How many bytes layers hold while they compute, their input and result among them; weights are not counted. All that layers share on
 * the way, their work space, is kept: the most that any of them needs counts beside each.
 *
 * @param rows that are computed at once
 * @param bytes of a number
 */
public record LayerMemory(long rows, int bytes) {
    /** Returns that of so many numbers of each row. */
    public long of(long numbersOfARow) {
        return rows * bytes * numbersOfARow;
    }

    /**
     * Of a 3x3 convolution that keeps the size. Where it needs no work space and unfolds nothing, the library's program copies input, result
     * and kernels: it orders channels in blocks.
     */
    public long convolution(long in, long out, long pixels) {
        long own = of((in + out) * pixels);
        if (work(in, out, pixels) > 0) return own;
        long unfolded = ConvolutionWork.unfolded(in, out, pixels, bytes);
        return unfolded > 0 ? own + of(unfolded) : 2 * own + 9 * in * out * bytes;
    }

    /** The work space of such a convolution. */
    public long work(long in, long out, long pixels) {
        return bytes * ConvolutionWork.shared(rows, in, out, pixels, bytes);
    }

    /** Of a {@link ResnetBlock}: the widest of its two convolutions and the shortcut, each beside the input. */
    public long resnet(long in, long out, long pixels) {
        long first = of(in * pixels) + convolution(in, out, pixels);
        long second = of(in * pixels) + convolution(out, out, pixels);
        long shortcut = in == out ? 0 : of((in + 2 * out) * pixels);
        return Math.max(Math.max(first, second), shortcut);
    }

    /** Of an {@link Upsample} from a size to a larger one. */
    public long upsample(long channels, long pixels, long larger) {
        return of(channels * pixels) + convolution(channels, channels, larger);
    }
}
