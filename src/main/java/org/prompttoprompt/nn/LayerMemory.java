package org.prompttoprompt.nn;

/** How many numbers layers hold while they compute one row, their input and result among them; weights are not counted. */
public final class LayerMemory {
    private LayerMemory() {}

    /** Of a convolution that keeps the size. Programs of processors copy input and result, for they order channels in blocks. */
    public static long convolution(long in, long out, long pixels) {
        return 2 * (in + out) * pixels;
    }

    /** Of the weights of such a convolution, which are copied likewise, once for all rows. */
    public static long weights(long in, long out) {
        return 9 * in * out;
    }

    /** Of a {@link ResnetBlock}: the widest of its two convolutions and the shortcut, each beside the input. */
    public static long resnet(long in, long out, long pixels) {
        long first = in * pixels + convolution(in, out, pixels);
        long second = in * pixels + convolution(out, out, pixels);
        long shortcut = in == out ? 0 : out * pixels + convolution(in, out, pixels);
        return Math.max(Math.max(first, second), shortcut);
    }

    /** Of an {@link Upsample} from a size to a larger one. */
    public static long upsample(long channels, long pixels, long larger) {
        return channels * pixels + convolution(channels, channels, larger);
    }
}
