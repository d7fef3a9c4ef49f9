package org.prompttoprompt.image;

/**
 * The mean of each pixel's square window, by running sums, whatever its radius.
 *
 * @param radius the window's sides are 2 radius + 1; at the border it is what lies within the image
 */
record BoxMean(int width, int height, int radius) {
    /** Returns the means of width x height values, row after row. */
    double[] of(double[] x) {
        double[] rows = new double[x.length];
        for (int y = 0; y < height; y++) along(x, rows, y * width, 1, width);
        double[] both = new double[x.length];
        for (int column = 0; column < width; column++) along(rows, both, column, width, height);
        return both;
    }

    private void along(double[] from, double[] to, int first, int stride, int n) {
        double sum = 0;
        for (int i = 0; i < Math.min(radius, n); i++) sum += from[first + i * stride];
        for (int i = 0; i < n; i++) {
            if (i + radius < n) sum += from[first + (i + radius) * stride];
            if (i - radius > 0) sum -= from[first + (i - radius - 1) * stride];
            int inside = Math.min(n - 1, i + radius) - Math.max(0, i - radius) + 1;
            to[first + i * stride] = sum / inside;
        }
    }
}
