package org.prompttoprompt.metrics;

import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

/** Worked examples, computed by scikit-image with the same settings, and laws. */
class MetricsTest {
    private static final int WIDTH = 32;
    private static final int N = WIDTH * 24;

    private static int[] picture(int r, int r0, int g, int g0, int b, int b0) {
        int[] argb = new int[N];
        for (int i = 0; i < N; i++) {
            argb[i] = 0xff000000 | (i * r + r0) % 256 << 16 | (i * g + g0) % 256 << 8 | (i * b + b0) % 256;
        }
        return argb;
    }

    private final int[] a = picture(7, 0, 13, 5, 3, 0);
    private final int[] b = picture(7, 20, 11, 0, 3, 9);

    @Test
    void agreeWithScikitImage() {
        assertEquals(5880, Mse.of(a, b, i -> true), 1e-6);
        assertEquals(0.038714343810013895, Ssim.of(a, b, WIDTH), 1e-9);
        assertEquals(20 * Math.log10(255), Mse.psnr(1), 1e-9);
    }

    @Test
    void equalImagesAreAlike() {
        assertEquals(1, Ssim.of(a, a, WIDTH), 1e-12);
        assertEquals(Ssim.of(a, b, WIDTH), Ssim.of(b, a, WIDTH), 1e-12);
        assertEquals(Double.POSITIVE_INFINITY, Mse.psnr(Mse.of(a, a, i -> true)));
        assertTrue(Double.isNaN(Mse.of(a, b, i -> false)));
        assertThrows(IllegalArgumentException.class, () -> Ssim.of(new int[100], new int[100], 10));
    }

    @Test
    void theErrorSplitsIntoInsideAndOutside() {
        double inside = Mse.of(a, b, i -> i < N / 4);
        double outside = Mse.of(a, b, i -> i >= N / 4);
        assertEquals(Mse.of(a, b, i -> true), inside / 4 + outside * 3 / 4, 1e-9);
    }

    @Test
    void theKneeIsFarthestFromTheChord() {
        assertEquals(2, Knee.of(new double[] {0, 1, 2, 3, 4}, new double[] {0, 0.1, 0.2, 0.6, 1}));
        assertEquals(1, Knee.of(new double[] {0, .2, .4, 1}, new double[] {5, 8, 8.5, 9}));
        assertEquals(-1, Knee.of(new double[] {0, 1, 2}, new double[] {0, 1, 2}));
        assertEquals(-1, Knee.of(new double[] {0, 1, 2}, new double[] {3, 3, 3}));
        assertEquals(-1, Knee.of(new double[] {0, 1}, new double[] {0, 1}));
    }
}
