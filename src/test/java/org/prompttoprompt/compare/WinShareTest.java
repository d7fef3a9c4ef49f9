package org.prompttoprompt.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shares and their intervals, worked by hand. */
class WinShareTest {
    /**
     * Wilson's: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) with z = 1.95996; for 7 of 10, z²/n = 0.38415: centre (0.7 + 0.19207)
     * / 1.38415 = 0.64449, half width 1.95996 √(0.021 + 0.0096036) / 1.38415 = 0.24771. The test's p are sums of binomial
     * probabilities: 15 of 20, 2 (15504 + 4845 + 1140 + 190 + 20 + 1) / 2²⁰ = 0.0414.
     */
    @ParameterizedTest
    @CsvSource({
        "7, 3, 0, 0.7, 0.3968, 0.8922, 0.3438",
        "7, 3, 40, 0.7, 0.3968, 0.8922, 0.3438",
        "15, 5, 2, 0.75, 0.5313, 0.8881, 0.0414",
        "0, 10, 0, 0, 0, 0.2775, 0.0020",
        "10, 0, 0, 1, 0.7225, 1, 0.0020",
        "5, 5, 1, 0.5, 0.2366, 0.7634, 1",
        "50, 50, 0, 0.5, 0.4038, 0.5962, 1",
        "1, 0, 0, 1, 0.2065, 1, 1"
    })
    void sharesHaveTheirIntervals(int first, int second, int ties, double share, double low, double high, double p) {
        WinShare wins = new WinShare(first, second, ties);
        assertEquals(share, wins.share(), 1e-9);
        assertEquals(low, wins.low(), 6e-5);
        assertEquals(high, wins.high(), 6e-5);
        assertEquals(p, wins.p(), 6e-5);
    }

    @Test
    void withoutADecisionNothingIsKnown() {
        WinShare none = new WinShare(0, 0, 3);
        assertTrue(Double.isNaN(none.share()));
        assertEquals(0, none.low());
        assertEquals(1, none.high());
        assertEquals(1, none.p());
    }

    @Test
    void verdictsAreCounted() {
        List<Verdict> verdicts = List.of(
                new Verdict("1", Choice.FIRST, true, 1, ""),
                new Verdict("2", Choice.TIE, true, 1, ""),
                new Verdict("3", Choice.FIRST, false, 1, ""),
                new Verdict("4", Choice.SECOND, true, 1, ""));
        assertEquals(new WinShare(2, 1, 1), WinShare.of(verdicts));
    }
}
