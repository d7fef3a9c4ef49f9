package org.prompttoprompt.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.text.Alignment;

/** What a walk must replace, counted by hand, and what counts as looked at. */
class TallyTest {
    private static final Site CROSS = new Site("cross", Site.Place.UP, true, 4, 4);
    private static final Site SELF = new Site("self", Site.Place.UP, false, 4, 4);
    private static final Site LARGE = new Site("large", Site.Place.UP, false, 8, 8);
    private static final Variant SWAP = new Variant(
            0,
            new During(new Span(0, 2), new Replace(Alignment.identity(3))),
            new During(new Span(0, 1), new SelfReplace()),
            16,
            Optional.of(new FeatureInjection("conv", new Span(0, 2), List.of("a"), new Span(0, 1))),
            Optional.empty());

    private final Tally tally = new Tally();

    private static void fails(String part, Executable action) {
        String message = assertThrows(IllegalStateException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }

    private void replaced(String layer, int times) {
        for (int i = 0; i < times; i++) tally.replaced(layer);
    }

    private void saw(String... layers) {
        for (String layer : layers) tally.proof().edited(layer, 0, sample(0, 1e-4, 1));
    }

    @Test
    void everyRowPlaceAndPassIsDemanded() {
        for (int step = 0; step < 3; step++) {
            tally.demand(List.of(SWAP, SWAP), step, List.of(CROSS, SELF, LARGE), 2);
        }
        // Two rows: cross-attention in 2 steps, self-attention in 1, features of 2 passes in 2 steps and in 1.
        Map<String, Integer> demanded = Map.of("cross", 4, "self", 2, "conv", 8, "a.to_q", 4, "a.to_k", 4);
        demanded.forEach(this::replaced);
        assertEquals(demanded, tally.counts());
        assertEquals(22, tally.total());
        fails("nobody saw what was used in [a.to_k, a.to_q, conv, cross, large, self]", tally::requireComplete);
        saw("cross", "self", "conv", "a.to_q");
        fails("in [a.to_k, large]", tally::requireComplete);
        tally.proof().free("a.to_k", 0, 0, 0, true);
        tally.proof().free("large", 0, 0, 0, false);
        fails("in [a.to_k, large]", tally::requireComplete);
        saw("a.to_k");
        tally.proof().free("large", 0, 0, 0, true);
        tally.requireComplete();
        tally.replaced("cross");
        fails("Maps replaced: {", tally::requireComplete);
    }

    @Test
    void aSourceAloneDemandsNothing() {
        tally.demand(List.of(), 0, List.of(CROSS), 2);
        tally.requireComplete();
    }

    @Test
    void aLayerIsLookedAtFirstAndThenInOneOfTenSteps() {
        Proof proof = tally.proof();
        assertTrue(proof.due("a", true, 3));
        proof.edited("a", 3, sample(0, 0, 1));
        // "a" is 97
        assertEquals(
                List.of(false, true, true),
                List.of(proof.due("a", true, 3), proof.due("a", true, 7), proof.due("a", true, 17)));
        assertTrue(proof.due("a", false, 3), "not yet seen where it is left alone");
        proof.free("a", 3, 0, 0, true);
        assertFalse(proof.due("a", false, 3));
        assertEquals(List.of(0, 1, 0, 1), List.of(proof.turn(2), proof.turn(2), proof.turn(2), proof.turn(2)));
    }

    @Test
    void whatIsOffByMoreThanRoundingFails() {
        Proof proof = tally.proof();
        proof.edited("a", 2, sample(.1, .1, 1));
        proof.free("a", 2, .1, .1, true);
        fails("In step 3, a, what was used for a target", () -> proof.edited("a", 2, sample(.11, .1, 1)));
        fails("In step 3, a, what was used where nothing", () -> proof.free("a", 2, .11, .1, true));
        fails("off by NaN", () -> proof.free("a", 2, Double.NaN, .1, true));
    }

    /** Half precision explains much: what stands out all the same must be nearer to the edit than to none. */
    @Test
    void whatIsNearerToNoEditFailsThoughRoundingExplainsIt() {
        Proof proof = tally.proof();
        proof.edited("a", 2, new Proof.Edited(.09, .11, .2, 1, .1));
        Proof.Edited nearer = new Proof.Edited(.11, .09, .2, 1, .1);
        fails("In step 3, a, what was used for a target", () -> proof.edited("a", 2, nearer));
        proof.edited("a", 2, new Proof.Edited(.11, .09, .2, 1, .3));
    }

    @Test
    void theReportCountsWhatWasLookedAt() {
        Proof proof = tally.proof();
        proof.free("b", 0, 0, 0, false);
        assertEquals("Looked at as used: none edited; 1 left alone", proof.toString());
        proof.edited("a", 0, sample(0, .1, .2));
        assertEquals("Looked at as used: 1 edited, all unlike the target's own; 1 left alone", proof.toString());
        proof.edited("a", 0, sample(0, .1, .1));
        assertEquals(
                "Looked at as used: 2 edited, 1 unlike the target's own and 1 not told apart from it; 1 left alone",
                proof.toString());
    }

    private static Proof.Edited sample(double off, double rounding, double apart) {
        return new Proof.Edited(off, apart, apart, rounding, rounding);
    }
}
