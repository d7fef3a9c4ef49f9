package org.prompttoprompt.metrics;

/**
 * How far the structure of two images differs: the mean squared difference of the cosine similarities between all pairs of an image's
 * features (Tumanyan et al. 2022, "Splicing ViT Features", equation 4, there of keys of DINO). 0 for one structure, whatever its
 * colours; 4 at most.
 */
public final class SelfSimilarity {
    private SelfSimilarity() {}

    /**
     * Returns the distance.
     *
     * @param a features, pixel after pixel, {@code channels} values each
     * @param b likewise, of as many pixels
     */
    public static double distance(float[] a, float[] b, int channels) {
        float[] one = normalised(a, channels);
        float[] other = normalised(b, channels);
        int n = a.length / channels;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double d = cosine(one, i, j, channels) - cosine(other, i, j, channels);
                sum += d * d;
            }
        }
        return sum / ((double) n * n);
    }

    private static float cosine(float[] x, int i, int j, int channels) {
        float sum = 0;
        for (int c = 0; c < channels; c++) sum += x[i * channels + c] * x[j * channels + c];
        return sum;
    }

    /** Returns the features with a length of 1 each; those of length 0 stay. */
    static float[] normalised(float[] x, int channels) {
        if (x.length % channels != 0) throw new IllegalArgumentException(x.length + " values are no features");
        float[] unit = new float[x.length];
        for (int at = 0; at < x.length; at += channels) {
            double squares = 0;
            for (int c = 0; c < channels; c++) squares += x[at + c] * x[at + c];
            double length = Math.sqrt(squares);
            for (int c = 0; c < channels && length > 0; c++) unit[at + c] = (float) (x[at + c] / length);
        }
        return unit;
    }
}
