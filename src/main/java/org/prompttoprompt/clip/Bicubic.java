package org.prompttoprompt.clip;

/**
 * Bicubic resampling as Pillow does it (ImagingResample): Keys' kernel with a = -1/2, as wide as four new pixels where the image
 * shrinks, first along rows, then along columns, each rounded to whole levels from 0 to 255.
 */
final class Bicubic {
    private static final double A = -0.5;
    private static final double REACH = 2;

    private Bicubic() {}

    /** Returns the levels at another size, row after row. */
    static float[] of(float[] levels, int width, int height, int newWidth, int newHeight) {
        float[] wide = transposed(along(levels, width, height, newWidth), newWidth, height);
        return transposed(along(wide, height, newWidth, newHeight), newHeight, newWidth);
    }

    /** Returns each row at another length. */
    private static float[] along(float[] from, int length, int rows, int newLength) {
        if (length == newLength) return from;
        float[] to = new float[newLength * rows];
        double scale = (double) length / newLength;
        double widened = Math.max(1, scale);
        for (int x = 0; x < newLength; x++) {
            double centre = (x + 0.5) * scale;
            int first = Math.max(0, (int) (centre - REACH * widened + 0.5));
            int end = Math.min(length, (int) (centre + REACH * widened + 0.5));
            double[] weights = new double[end - first];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] = kernel((first + i - centre + 0.5) / widened);
                sum += weights[i];
            }
            for (int row = 0; row < rows; row++) {
                double value = 0;
                for (int i = 0; i < weights.length; i++) value += weights[i] / sum * from[row * length + first + i];
                to[row * newLength + x] = (float) Math.max(0, Math.min(255, Math.floor(value + 0.5)));
            }
        }
        return to;
    }

    private static double kernel(double at) {
        double x = Math.abs(at);
        if (x < 1) return ((A + 2) * x - (A + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }

    private static float[] transposed(float[] from, int width, int height) {
        float[] to = new float[from.length];
        for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) to[x * height + y] = from[y * width + x];
        return to;
    }
}
