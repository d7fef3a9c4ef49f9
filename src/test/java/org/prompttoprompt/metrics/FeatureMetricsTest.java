package org.prompttoprompt.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Distances of features, worked by hand on two pixels of two channels. */
class FeatureMetricsTest {
    private static final float[] SQUARE = {1, 0, 0, 2};
    private static final float[] SAME = {3, 0, 5, 0};

    /** Cosines of the first: 1 0 0 1; of the second all 1. Two of four differ by 1. */
    @Test
    void structure() {
        assertEquals(.5, SelfSimilarity.distance(SQUARE, SAME, 2), 1e-6);
        assertEquals(0, SelfSimilarity.distance(SQUARE, new float[] {0, 9, -1, 0}, 2), 1e-6, "turned and scaled");
        // Opposite features: cosines -1 where the others have 1.
        assertEquals(2, SelfSimilarity.distance(SAME, new float[] {1, 0, -1, 0}, 2), 1e-6);
    }

    /** The first pixel is alike, the second at a right angle: (0 + 1) / 2. */
    @Test
    void looks() {
        assertEquals(.5, FeatureDistance.of(SQUARE, SAME, 2), 1e-6);
        assertEquals(2, FeatureDistance.of(SAME, new float[] {-1, 0, -2, 0}, 2), 1e-6);
        assertEquals(0, FeatureDistance.of(SQUARE, SQUARE, 2), 1e-6);
        assertThrows(IllegalArgumentException.class, () -> FeatureDistance.of(SQUARE, new float[2], 2));
        assertThrows(IllegalArgumentException.class, () -> FeatureDistance.of(SQUARE, SAME, 3));
    }
}
