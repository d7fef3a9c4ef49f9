package org.prompttoprompt.metrics;

import java.util.function.IntPredicate;

/** Mean squared error of two images. */
public final class Mse {
    private Mse() {}

    /**
     * Returns the mean of (a - b)² over the red, green and blue levels of the chosen pixels, 0 to 65025; NaN if none is chosen.
     *
     * @param a packed colours, as in a ColorProcessor
     * @param b of the same size
     * @param chosen which pixels count
     */
    public static double of(int[] a, int[] b, IntPredicate chosen) {
        double sum = 0;
        long n = 0;
        for (int i = 0; i < a.length; i++) {
            if (!chosen.test(i)) continue;
            for (int shift = 0; shift < 24; shift += 8) {
                double d = (a[i] >> shift & 255) - (b[i] >> shift & 255);
                sum += d * d;
            }
            n += 3;
        }
        return sum / n;
    }

    /** Returns the peak signal-to-noise ratio in dB of 8-bit levels, infinite for equal images. */
    public static double psnr(double mse) {
        return 10 * Math.log10(255 * 255 / mse);
    }
}
