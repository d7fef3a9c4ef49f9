package org.prompttoprompt.canvas;

/**
 * The largest value around each pixel, in a square; each pixel is looked at twice a row and twice a column, however large the
 * square (a queue of the values that may still become the largest). ImageJ's own filter leaves threads behind, for which a process
 * without windows never ends.
 */
final class Largest {
    private Largest() {}

    /**
     * Returns the values, row after row.
     *
     * @param radius half the square's side without its middle
     */
    static float[] around(float[] values, int width, int radius) {
        int height = values.length / width;
        float[] rows = new float[values.length];
        for (int y = 0; y < height; y++) line(values, rows, y * width, 1, width, radius);
        float[] both = new float[values.length];
        for (int x = 0; x < width; x++) line(rows, both, x, width, height, radius);
        return both;
    }

    private static void line(float[] from, float[] to, int start, int stride, int n, int radius) {
        int[] queue = new int[n];
        int head = 0;
        int tail = 0;
        for (int i = 0; i < n + radius; i++) {
            if (i < n) {
                float value = from[start + i * stride];
                while (tail > head && from[start + queue[tail - 1] * stride] <= value) tail--;
                queue[tail++] = i;
            }
            int at = i - radius;
            if (at < 0) continue;
            if (queue[head] < at - radius) head++;
            to[start + at * stride] = from[start + queue[head] * stride];
        }
    }
}
