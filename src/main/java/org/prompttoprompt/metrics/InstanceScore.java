package org.prompttoprompt.metrics;

import java.util.HashMap;
import java.util.Map;

/**
 * How well found objects are the true ones (as in Caicedo et al. 2019): a found one is right if more than half of its union with a
 * true one is both, which can be so of one alone.
 *
 * @param right found objects that are true
 * @param found all of them
 * @param there true objects
 */
public record InstanceScore(int right, int found, int there) {
    /** Nothing was looked at. */
    public static final InstanceScore NONE = new InstanceScore(0, 0, 0);

    private static final double LEAST_IOU = 0.5;

    /**
     * Compares two label images of one size.
     *
     * @param found number of the object of each pixel, 0 for none
     * @param truth likewise
     */
    public static InstanceScore of(int[] found, int[] truth) {
        if (found.length != truth.length) throw new IllegalArgumentException("Label images of different sizes");
        Map<Integer, Integer> areaFound = new HashMap<>();
        Map<Integer, Integer> areaTruth = new HashMap<>();
        Map<Long, Integer> both = new HashMap<>();
        for (int i = 0; i < found.length; i++) {
            if (found[i] != 0) areaFound.merge(found[i], 1, Integer::sum);
            if (truth[i] != 0) areaTruth.merge(truth[i], 1, Integer::sum);
            if (found[i] != 0 && truth[i] != 0) both.merge((long) found[i] << 32 | truth[i], 1, Integer::sum);
        }
        int right = 0;
        for (Map.Entry<Long, Integer> pair : both.entrySet()) {
            int a = areaFound.get((int) (pair.getKey() >> 32));
            int b = areaTruth.get((int) (long) pair.getKey());
            int intersection = pair.getValue();
            if (intersection > LEAST_IOU * (a + b - intersection)) right++;
        }
        return new InstanceScore(right, areaFound.size(), areaTruth.size());
    }

    /** Returns the score of two sets of images. */
    public InstanceScore plus(InstanceScore other) {
        return new InstanceScore(right + other.right, found + other.found, there + other.there);
    }

    /** Returns 2 right / (found + there), 0 to 1; NaN where nothing is there and nothing was found. */
    public double f1() {
        return 2.0 * right / (found + there);
    }
}
