package org.prompttoprompt.metrics;

/**
 * Picks, of a sweep, the most faithful image in which the edit has happened: similarity alone would pick one in which nothing
 * has.
 */
public final class Happened {
    private Happened() {}

    /**
     * Returns the index of the image that is most like the source among those that the model takes for the edited prompt's, -1
     * if there is none.
     *
     * @param judged the model's error under the edited prompt less that under the source's, below 0 where the edit is seen
     * @param fidelity how much each is like the source: larger is more
     */
    public static int mostFaithful(double[] judged, double[] fidelity) {
        if (judged.length != fidelity.length) throw new IllegalArgumentException("A value for each image is needed");
        int best = -1;
        for (int i = 0; i < judged.length; i++) {
            if (judged[i] < 0 && (best < 0 || fidelity[i] > fidelity[best])) best = i;
        }
        return best;
    }
}
