package org.prompttoprompt.pipeline;

import java.util.List;

/**
 * How even the steps of a stack are, as the model sees them: {@link ImageFeatures#distance} of neighbours.
 *
 * @param widest the largest, 0 to 2
 * @param mean of all
 */
public record Evenness(double widest, double mean) {
    static Evenness of(List<ImageFeatures> looks) {
        double widest = 0;
        double sum = 0;
        for (int i = 1; i < looks.size(); i++) {
            double step = looks.get(i - 1).distance(looks.get(i));
            widest = Math.max(widest, step);
            sum += step;
        }
        return new Evenness(widest, looks.size() < 2 ? 0 : sum / (looks.size() - 1));
    }

    /** Returns the largest step over the mean one: 1 where all are alike, and where nothing changes. */
    public double ratio() {
        return mean == 0 ? 1 : widest / mean;
    }
}
