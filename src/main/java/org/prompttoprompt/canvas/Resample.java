package org.prompttoprompt.canvas;

/**
 * Another size of the same picture: a new pixel is the mean of the old ones under a triangle, which is two old pixels wide when
 * the picture grows (linear interpolation) and two new pixels wide when it shrinks. Pixel centres lie at i + 1/2; at equal
 * sizes nothing changes.
 */
final class Resample {
    private Resample() {}

    /** Returns the picture at another size, row after row. */
    static float[] of(float[] from, int width, int height, int newWidth, int newHeight) {
        return columns(rows(from, width, height, newWidth), newWidth, height, newHeight);
    }

    private static float[] rows(float[] from, int width, int height, int newWidth) {
        if (width == newWidth) return from;
        float[] to = new float[newWidth * height];
        for (int x = 0; x < newWidth; x++) {
            Weights w = Weights.of(x, width, newWidth);
            for (int y = 0; y < height; y++) {
                double sum = 0;
                for (int i = 0; i < w.of.length; i++) sum += w.of[i] * from[y * width + w.first + i];
                to[y * newWidth + x] = (float) sum;
            }
        }
        return to;
    }

    private static float[] columns(float[] from, int width, int height, int newHeight) {
        if (height == newHeight) return from.clone();
        float[] to = new float[width * newHeight];
        for (int y = 0; y < newHeight; y++) {
            Weights w = Weights.of(y, height, newHeight);
            for (int i = 0; i < w.of.length; i++) {
                for (int x = 0; x < width; x++) to[y * width + x] += w.of[i] * from[(w.first + i) * width + x];
            }
        }
        return to;
    }

    private record Weights(int first, float[] of) {
        static Weights of(int i, int size, int newSize) {
            double scale = (double) size / newSize;
            double reach = Math.max(1, scale);
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) Math.floor(centre - reach));
            int last = Math.min(size - 1, (int) Math.floor(centre + reach));
            float[] weights = new float[last - first + 1];
            double sum = 0;
            for (int j = first; j <= last; j++) {
                double weight = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
                weights[j - first] = (float) weight;
                sum += weight;
            }
            for (int j = 0; j < weights.length; j++) weights[j] /= sum;
            return new Weights(first, weights);
        }
    }
}
