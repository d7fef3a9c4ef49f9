package org.prompttoprompt.metrics;

import java.util.stream.DoubleStream;

/**
 * Picks, of a sweep, the most faithful image in which the edit has happened: similarity alone would pick one in which nothing
 * has.
 */
public final class Happened {
    /** Of the clearest edit of a sweep: what the model sees less clearly is a trace of it. */
    private static final double CLEAR = 0.6;

    private Happened() {}

    /**
     * Returns the index of the image that is most like the source among those in which the edit is clearly seen, -1 if it is seen in
     * none. What comes after the knee of the similarity counts as no more faithful.
     *
     * @param judged the model's error under the edited prompt less that under the source's, below 0 where the edit is seen
     * @param fidelity how much each is like the source: larger is more
     * @param knee index up to which the fidelity rises, -1 if it does not level off
     */
    public static int mostFaithful(double[] judged, double[] fidelity, int knee) {
        if (judged.length != fidelity.length) throw new IllegalArgumentException("A value for each image is needed");
        double clear = CLEAR * Math.min(0, DoubleStream.of(judged).min().orElse(0));
        int best = -1;
        for (int i = 0; i < judged.length; i++) {
            if (!(judged[i] < 0 && judged[i] <= clear)) continue;
            boolean beyond = knee >= 0 && i > knee;
            if (best < 0 || !beyond && fidelity[i] > fidelity[best]) best = i;
        }
        return best;
    }
}
