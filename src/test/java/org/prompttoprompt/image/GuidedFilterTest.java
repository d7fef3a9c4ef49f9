package org.prompttoprompt.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The guided filter by its laws, and by a window that can be worked by hand. */
class GuidedFilterTest {
    private static final int WIDTH = 7;
    private static final int HEIGHT = 5;
    private static final int N = WIDTH * HEIGHT;

    private static float[] random(int n, long seed) {
        Random random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) x[i] = random.nextFloat();
        return x;
    }

    @Test
    void aMeanIsOfWhatLiesWithinTheImage() {
        float[] x = random(N, 1);
        double[] input = new double[N];
        for (int i = 0; i < N; i++) input[i] = x[i];
        for (int radius : new int[] {1, 2, 4, 9}) {
            double[] means = new BoxMean(WIDTH, HEIGHT, radius).of(input);
            for (int i = 0; i < N; i++) {
                double sum = 0;
                int n = 0;
                for (int j = 0; j < N; j++) {
                    boolean near =
                            Math.abs(j % WIDTH - i % WIDTH) <= radius && Math.abs(j / WIDTH - i / WIDTH) <= radius;
                    if (!near) continue;
                    sum += input[j];
                    n++;
                }
                assertEquals(sum / n, means[i], 1e-12, "radius " + radius + ", pixel " + i);
            }
        }
    }

    /** A linear function of the colours is fitted exactly, wherever the window lies. */
    @Test
    void aMapThatIsLinearInTheColoursIsItself() {
        float[] guide = random(3 * N, 2);
        float[] map = new float[N];
        for (int i = 0; i < N; i++) map[i] = .5f * guide[i] - .3f * guide[N + i] + .8f * guide[2 * N + i] + .1f;
        assertArrayEquals(map, new GuidedFilter(3, 1e-12).of(map, guide, WIDTH, HEIGHT), 1e-5f);
    }

    @Test
    void withoutEdgesItIsTheMeanOfMeans() {
        float[] map = random(N, 3);
        float[] grey = new float[3 * N];
        Arrays.fill(grey, .4f);
        double[] input = new double[N];
        for (int i = 0; i < N; i++) input[i] = map[i];
        BoxMean mean = new BoxMean(WIDTH, HEIGHT, 2);
        double[] expected = mean.of(mean.of(input));
        float[] filtered = new GuidedFilter(2, 1e-3).of(map, grey, WIDTH, HEIGHT);
        for (int i = 0; i < N; i++) assertEquals(expected[i], filtered[i], 1e-6);
    }

    /**
     * One window over 4 x 1 pixels: I = 0, 0, 1, 1 in each colour, p = 0, 1, 1, 1. var = 1/4, cov = 1/8; three equal colours share
     * the slope: a = cov / (3 var + ε) each, their sum 3/8 / (3/4 + ε); b = 3/4 - a·1/2.
     */
    @Test
    void oneWindowByHand() {
        float[] guide = {0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1};
        double epsilon = .25;
        float[] filtered = new GuidedFilter(3, epsilon).of(new float[] {0, 1, 1, 1}, guide, 4, 1);
        double slope = 3 / 8. / (3 / 4. + epsilon);
        double offset = .75 - slope / 2;
        assertArrayEquals(
                new float[] {(float) offset, (float) offset, (float) (offset + slope), (float) (offset + slope)},
                filtered,
                1e-6f);
    }

    /** A map whose edge is off by some pixels takes that of the image. */
    @Test
    void aSoftEdgeMovesToThatOfTheImage() {
        int width = 40;
        float[] map = new float[width * 9];
        float[] guide = new float[3 * map.length];
        for (int i = 0; i < map.length; i++) {
            map[i] = Math.min(1, Math.max(0, (i % width - 10) / 16f));
            for (int c = 0; c < 3; c++) guide[c * map.length + i] = i % width < 20 ? .2f : .8f;
        }
        float[] filtered = new GuidedFilter(8, 1e-4).of(map, guide, width, 9);
        int row = 4 * width;
        assertTrue(map[row + 20] - map[row + 19] < .1);
        assertTrue(
                filtered[row + 20] - filtered[row + 19] > .4,
                "the step is " + (filtered[row + 20] - filtered[row + 19]));
    }

    @Test
    void wrongSizesAreRefused() {
        GuidedFilter filter = new GuidedFilter(1, 1e-3);
        assertThrows(IllegalArgumentException.class, () -> filter.of(new float[5], new float[18], 3, 2));
        assertThrows(IllegalArgumentException.class, () -> new GuidedFilter(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new GuidedFilter(1, 0));
    }
}
