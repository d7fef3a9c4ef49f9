package org.prompttoprompt.compare;

import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.inference.AlternativeHypothesis;
import org.apache.commons.math3.stat.inference.BinomialTest;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * How often the first set was chosen. Its share is that of the pairs that were decided; ties are counted apart.
 *
 * @param first pairs in which the first set's image was better
 * @param second likewise
 * @param ties pairs without a difference
 */
record WinShare(int first, int second, int ties) {
    private static final double CONFIDENCE = 0.95;

    static WinShare of(List<Verdict> verdicts) {
        int[] counts = new int[Choice.values().length];
        for (Verdict verdict : verdicts) counts[verdict.choice().ordinal()]++;
        return new WinShare(
                counts[Choice.FIRST.ordinal()], counts[Choice.SECOND.ordinal()], counts[Choice.TIE.ordinal()]);
    }

    private int decided() {
        return first + second;
    }

    /** Returns the first set's share of the decided pairs, 0 to 1; NaN without any. */
    double share() {
        return decided() == 0 ? Double.NaN : (double) first / decided();
    }

    /** Returns the lower end of the share's interval of 95 % (Wilson 1927); 0 where nothing is decided. */
    double low() {
        return decided() == 0 ? 0 : interval().getLowerBound();
    }

    /** Returns the upper end; 1 where nothing is decided. */
    double high() {
        return decided() == 0 ? 1 : interval().getUpperBound();
    }

    private ConfidenceInterval interval() {
        return new WilsonScoreInterval().createInterval(decided(), first, CONFIDENCE);
    }

    /** Returns how probable shares as far from one half are if nobody can tell the sets apart: the exact binomial test, two-sided. */
    double p() {
        if (decided() == 0) return 1;
        return Math.min(1, new BinomialTest().binomialTest(decided(), first, 0.5, AlternativeHypothesis.TWO_SIDED));
    }

    /** Returns one sentence. */
    String told(String one, String other) {
        return String.format(
                Locale.ROOT,
                "%s better %d times, %s %d times, no difference %d times: a share of %.3f of those decided (95 %%: %.3f to %.3f; p %.3g).",
                one,
                first,
                other,
                second,
                ties,
                share(),
                low(),
                high(),
                p());
    }
}
