package org.prompttoprompt.metrics;

/**
 * How differently two images look, place by place: the mean over the pixels of a feature map of half the squared difference of
 * their features, each of length 1 (after Zhang et al. 2018, LPIPS, without its learned weights), that is, of 1 less their cosine. 0 for
 * equal images, 2 at most.
 */
public final class FeatureDistance {
    private FeatureDistance() {}

    /**
     * Returns the distance.
     *
     * @param a features, pixel after pixel, {@code channels} values each
     * @param b likewise, of as many pixels
     */
    public static double of(float[] a, float[] b, int channels) {
        if (a.length != b.length) throw new IllegalArgumentException("Features of different sizes");
        float[] one = SelfSimilarity.normalised(a, channels);
        float[] other = SelfSimilarity.normalised(b, channels);
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += (one[i] - other[i]) * (double) (one[i] - other[i]) / 2;
        return sum / (a.length / channels);
    }
}
