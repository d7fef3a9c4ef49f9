package org.prompttoprompt.diffusion;

import java.util.stream.IntStream;

/** Noise levels whose seventh roots are in equal strides (Karras et al. 2022, equation 5, ρ = 7). */
final class Karras {
    private static final double RHO = 7;

    private Karras() {}

    /** Returns n levels from {@code max} down to {@code min}. */
    static double[] sigmas(double max, double min, int n) {
        double first = Math.pow(max, 1 / RHO);
        double last = Math.pow(min, 1 / RHO);
        return IntStream.range(0, n)
                .mapToDouble(i -> Math.pow(first + (last - first) * i / Math.max(1, n - 1), RHO))
                .toArray();
    }
}
