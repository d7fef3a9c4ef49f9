package org.prompttoprompt.metrics;

import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
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
    void theSimilarityOfARegionIsThatOfItsWindows() {
        double left = Ssim.of(a, b, WIDTH, i -> i % WIDTH < 12);
        double right = Ssim.of(a, b, WIDTH, i -> i % WIDTH >= 12);
        // Of the columns 5 to 26 that a window can have its centre in, 7 lie left of 12.
        assertEquals(Ssim.of(a, b, WIDTH), (7 * left + 15 * right) / 22, 1e-12);
        assertTrue(Double.isNaN(Ssim.of(a, b, WIDTH, i -> false)));
    }

    @Test
    void theRowsOfARegionAreThoseOfItsWindows() {
        double above = Ssim.of(a, b, WIDTH, i -> i / WIDTH < 9);
        double below = Ssim.of(a, b, WIDTH, i -> i / WIDTH >= 9);
        // Of the rows 5 to 18 that a window can have its centre in, 4 lie above row 9.
        assertEquals(Ssim.of(a, b, WIDTH), (4 * above + 10 * below) / 14, 1e-12);
        assertNotEquals(above, below, 1e-3);
    }

    @Test
    void anImageOfOneWindowHasASimilarity() {
        int[] one = java.util.Arrays.copyOf(a, 11 * 11);
        assertEquals(1, Ssim.of(one, one, 11), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> Ssim.of(new int[110], new int[110], 11));
        assertThrows(IllegalArgumentException.class, () -> Ssim.of(new int[110], new int[110], 10));
    }

    @Test
    void agreementIsTheMeanCorrelationOfTheMaps() {
        float[] up = {0, 1, 2};
        float[] down = {2, 1, 0};
        float[] bent = {0, 2, 1};
        float[] flat = {1, 1, 1};
        // r(up, bent): deviations (-1, 0, 1) and (-1, 1, 0), so 1 / sqrt(2 * 2).
        assertEquals(.5, Agreement.of(List.of(up), List.of(bent)), 1e-12);
        assertEquals((1 + .5 - 1) / 3, Agreement.of(List.of(up, up, up), List.of(up, bent, down)), 1e-12);
        assertEquals(.5, Agreement.of(List.of(up, up), List.of(flat, bent)), 1e-12);
        assertTrue(Double.isNaN(Agreement.of(List.of(), List.of())));
    }

    @Test
    void aMaskIsHexadecimalDigits() {
        boolean[] cells = {true, false, false, false, true, true};
        WordMask mask = new WordMask(3, 2, cells);
        // 1000 11, filled up to 1000 1100
        assertEquals("3x2:8c", mask.toString());
        assertEquals("3x2:8c", WordMask.parse("3x2:8c").toString());
        assertEquals(
                "3x2:9c",
                mask.or(new WordMask(3, 2, new boolean[] {false, false, false, true, false, false}))
                        .toString());
        boolean[] large = mask.atSize(6, 4);
        assertTrue(large[1] && large[7] && large[2 * 6 + 2] && large[3 * 6 + 5]);
        assertFalse(large[2] || large[2 * 6] || large[6 + 5]);
        for (String wrong : List.of("", "3x2", "3x2:8", "0x0:", "3x2:zz", "9999x9999:00")) {
            assertThrows(IllegalArgumentException.class, () -> WordMask.parse(wrong), wrong);
        }
    }

    @Test
    void theKneeIsFarthestAboveTheChord() {
        // Heights above the chord from (.3, 2) to (.7, 6): 1, 1.5, 0.
        assertEquals(2, Knee.of(new double[] {.3, .4, .5, .6, .7}, new double[] {2, 4, 5.5, 5, 6}));
        assertEquals(1, Knee.of(new double[] {0, .2, .4, 1}, new double[] {5, 8, 8.5, 9}));
        assertEquals(3, Knee.of(new double[] {0, 1, 2, 3, 4}, new double[] {0, 0.1, 0.4, 0.9, 1}));
        assertEquals(-1, Knee.of(new double[] {0, 1, 2, 3, 4}, new double[] {0, 0.1, 0.2, 0.6, 1}));
        assertEquals(-1, Knee.of(new double[] {0, 1, 2, 3}, new double[] {1, .9, .8, 0}), "falls");
        assertEquals(-1, Knee.of(new double[] {0, 1, 2}, new double[] {0, 1, 2}));
        assertEquals(-1, Knee.of(new double[] {0, 1, 2}, new double[] {3, 3, 3}));
        assertEquals(-1, Knee.of(new double[] {0, 1}, new double[] {0, 1}));
        assertEquals(1, Knee.of(new double[] {0, 1, 2}, new double[] {0, .9, 1}), "three points are enough");
        assertEquals(1, Knee.of(new double[] {10, 12, 14, 20}, new double[] {50, 53, 53.5, 54}), "far from 0");
        assertEquals(1, Knee.of(new double[] {0, 1, 2, 4}, new double[] {0, 2, 3, 4}), "the first of two as far");
        assertEquals(-1, Knee.of(new double[] {0, 1, 2}, new double[] {3, 4, 3}), "no higher than the first");
        assertEquals(-1, Knee.of(new double[] {1, 1, 1}, new double[] {0, .5, 1}), "one value of x");
    }

    /** Deviations -1 0 1 and -3 -1 4: r = 7 / √(2 x 26). */
    @Test
    void agreementIsAboutTheMeans() {
        float[] a = {1, 2, 3};
        float[] b = {2, 4, 9};
        assertEquals(7 / Math.sqrt(52), Agreement.of(List.of(a), List.of(b)), 1e-12);
    }

    /** The first is most like the source because nothing has happened in it. */
    @Test
    void theMostFaithfulImageIsOneInWhichTheEditHasHappened() {
        double[] fidelity = {.9, .5, .7, .2};
        assertEquals(2, Happened.mostFaithful(new double[] {.1, -.1, -.17, -.2}, fidelity, -1));
        assertEquals(3, Happened.mostFaithful(new double[] {.1, -.1, -.11, -.2}, fidelity, -1), "a trace is no edit");
        assertEquals(-1, Happened.mostFaithful(new double[] {.1, .1, 0, Double.NaN}, fidelity, -1));
        double[] rising = {.5, .8, .81, .82};
        assertEquals(1, Happened.mostFaithful(new double[] {-1, -1, -1, -1}, rising, 1), "levels off there");
        assertEquals(2, Happened.mostFaithful(new double[] {1, 1, -1, -1}, rising, 1), "seen beyond the knee alone");
    }

    /** Half of the values differ by 0.1: MSE 0.005. */
    @Test
    void peakSignalToNoise() {
        assertEquals(10 * Math.log10(200), Psnr.of(new float[] {.5f, .5f}, new float[] {.6f, .5f}), 1e-5);
        assertEquals(Double.POSITIVE_INFINITY, Psnr.of(new float[] {.5f}, new float[] {.5f}));
    }
}
