package org.prompttoprompt.pipeline;

import org.prompttoprompt.metrics.FeatureDistance;
import org.prompttoprompt.metrics.SelfSimilarity;

/**
 * What the model sees in an image: the keys of a self-attention layer of its decoder, by which pixels are told apart there.
 *
 * @param keys pixel after pixel, {@code channels} values each
 * @param channels of all heads
 */
public record ImageFeatures(float[] keys, int channels) {
    /** Returns how far the structure of the images differs, 0 to 4: {@link SelfSimilarity}. */
    public double structure(ImageFeatures other) {
        return SelfSimilarity.distance(keys, other.keys, channels);
    }

    /** Returns how differently the images look, 0 to 2: {@link FeatureDistance}. */
    public double distance(ImageFeatures other) {
        return FeatureDistance.of(keys, other.keys, channels);
    }
}
