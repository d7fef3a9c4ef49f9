package org.prompttoprompt.metrics;

import java.util.List;

/**
 * How far an edited image's attention agrees with its source's: the mean, over the words that both prompts share, of the
 * correlation of their maps (Pearson 1896). 1: each of these words acts where it acted in the source; 0: no relation; below 0:
 * it acts where it did not.
 */
public final class Agreement {
    private Agreement() {}

    /**
     * Returns the mean correlation, NaN if there is none. A map of equal values has no correlation and does not count.
     *
     * @param source each shared word's map in the source image
     * @param edited each shared word's map in the edited image, in the same order
     */
    public static double of(List<float[]> source, List<float[]> edited) {
        double sum = 0;
        int n = 0;
        for (int word = 0; word < source.size(); word++) {
            double r = correlation(source.get(word), edited.get(word));
            if (Double.isNaN(r)) continue;
            sum += r;
            n++;
        }
        return sum / n;
    }

    /** r = Σ(a - ā)(b - b̄) / √(Σ(a - ā)² Σ(b - b̄)²). */
    private static double correlation(float[] a, float[] b) {
        double meanA = mean(a);
        double meanB = mean(b);
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int i = 0; i < a.length; i++) {
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
            ab += (a[i] - meanA) * (b[i] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }

    private static double mean(float[] x) {
        double sum = 0;
        for (float value : x) sum += value;
        return sum / x.length;
    }
}
