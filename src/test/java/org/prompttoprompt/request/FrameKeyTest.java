package org.prompttoprompt.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;

/** The images of a request in their order, worked by hand. */
class FrameKeyTest {
    private static final EditRequest SWAP =
            EditRequest.of(Task.SWAP).with("prompt", "a red ball").with("target", "a blue ball");
    private static final EditRequest REWEIGHT =
            EditRequest.of(Task.REWEIGHT).with("prompt", "a red ball").with("words", "red");

    private static List<String> labels(EditRequest request) {
        return FrameKey.of(request).stream().map(FrameKey::label).toList();
    }

    @Test
    void theFirstParameterVariesFastestAndEachOfItsRunsHasTheSource() {
        EditRequest request = SWAP.with("tau", "0, 1").with("injection", "0, 0.5");
        assertEquals(
                List.of(
                        "source",
                        "tau=0 injection=0",
                        "tau=1 injection=0",
                        "source",
                        "tau=0 injection=0.5",
                        "tau=1 injection=0.5"),
                labels(request));
        assertEquals(
                List.of(-1, 0, 1, -1, 2, 3),
                FrameKey.of(request).stream().map(FrameKey::variant).toList());
        assertEquals(
                List.of(true, false, false, true, false, false),
                FrameKey.of(request).stream().map(FrameKey::source).toList());
    }

    @Test
    void seedsVarySlowestAndEachHasItsSource() {
        EditRequest request = SWAP.with("tau", "0, 1").with("seed", "5, 6");
        assertEquals(
                List.of(
                        "source seed=5",
                        "tau=0 seed=5",
                        "tau=1 seed=5",
                        "source seed=6",
                        "tau=0 seed=6",
                        "tau=1 seed=6"),
                labels(request));
        assertEquals(
                List.of(5L, 5L, 5L, 6L, 6L, 6L),
                FrameKey.of(request).stream().map(FrameKey::seed).toList());
        assertEquals(
                List.of(-1, 0, 1, -1, 0, 1),
                FrameKey.of(request).stream().map(FrameKey::variant).toList());
    }

    @Test
    void seedsAloneShowTheirOneTauOrWeight() {
        assertEquals(
                List.of("source seed=5", "tau=0.5 seed=5", "source seed=6", "tau=0.5 seed=6"),
                labels(SWAP.with("tau", "0.5").with("seed", "5, 6")));
        EditRequest seeds = REWEIGHT.with("weight", "2").with("seed", "5, 6");
        assertEquals(List.of("source seed=5", "weight=2 seed=5", "source seed=6", "weight=2 seed=6"), labels(seeds));
        assertEquals(
                List.of("source seed=5", "tau=1 seed=5", "source seed=6", "tau=1 seed=6"),
                labels(seeds.with("words", "red -1").with("tau", "1")));
    }

    @Test
    void withoutASweepTheOneValueIsItsName() {
        assertEquals(List.of("source", "tau=0.2-0.8"), labels(SWAP.with("tau", "0.2-0.8")));
        assertEquals(List.of("source", "tau=model"), labels(SWAP));
        assertEquals(List.of("source", "weight=2"), labels(REWEIGHT.with("weight", "2")));
        assertEquals(List.of("source", "words=red -1"), labels(REWEIGHT.with("words", "red -1")));
    }

    @Test
    void aGenerationHasOneImageForEachSeed() {
        EditRequest request = EditRequest.of(Task.GENERATE).with("seed", "5, 6");
        assertEquals(List.of("seed=5", "seed=6"), labels(request));
        FrameKey second = FrameKey.of(request).get(1);
        assertEquals(new FrameKey("seed=6", false, -1, 6, Map.of(Option.SEED, SweptValue.of(6L))), second);
        assertEquals(Map.of(), FrameKey.of(request.with("seed", 5)).get(0).values());
    }

    @Test
    void moreThanTwoParametersAreRefusedByName() {
        EditRequest two = SWAP.with("tau", "0, 1").with("queries", "0, 1");
        assertEquals(2, Axes.of(two).swept().size());
        String message = assertThrows(Refusal.class, () -> labels(two.with("seed", "1, 2")))
                .getMessage();
        assertTrue(message.endsWith("tau, queries, seed"), message);
    }

    @Test
    void anImageIsFoundByItsLabelAndAskedForAlone() {
        EditRequest request = SWAP.with("tau", "0, 1").with("seed", "5, 6");
        FrameKey edit = FrameKey.named("tau=1 seed=6", request).orElseThrow();
        assertEquals(SWAP.with("tau", 1).with("seed", 6), edit.alone(request));
        FrameKey source = FrameKey.named("source seed=6", request).orElseThrow();
        assertEquals(EditRequest.of(Task.GENERATE).with("prompt", "a red ball").with("seed", 6), source.alone(request));
        assertEquals(Optional.empty(), FrameKey.named("tau=1", request));
    }
}
