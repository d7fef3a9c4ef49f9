package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** Images are labelled by the values that made them, and a report counts what was run. */
class LabelsTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static EditRequest reweight(String words) {
        return EditRequest.of(Task.REWEIGHT)
                .with("prompt", "a red ball")
                .with("words", words)
                .with("steps", 2);
    }

    private static List<String> labels(EditRequest request) {
        return P2P.run(request, Progress.NONE).frames().stream()
                .map(Frame::label)
                .toList();
    }

    @Test
    void aWordWithAWeightOfItsOwnIsNotSwept() {
        assertEquals(List.of("source", "words=red -1"), labels(reweight("red -1")));
        assertEquals(List.of("source", "weight=2"), labels(reweight("red").with("weight", 2)));
        assertEquals(
                List.of("source", "weight=0", "weight=2"),
                labels(reweight("red, ball -1").with("weight", "0, 2")));
    }

    @Test
    void seedsOfAReweightingKeepTheirWeight() {
        assertEquals(
                List.of("source seed=1", "weight=2 seed=1", "source seed=2", "weight=2 seed=2"),
                labels(reweight("red").with("weight", 2).with("seed", "1, 2")));
    }

    @Test
    void smallSharesAreWrittenOut() {
        EditRequest swap = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("steps", 1);
        assertEquals(
                List.of("source", "tau=0.0005 (0 of 1 step)", "tau=0.5 (1 of 1 step)"),
                labels(swap.with("tau", "0.0005, 0.5")));
    }

    @Test
    void mapsAreThoseOfOneSeed() {
        EditRequest two = EditRequest.of(Task.GENERATE)
                .with("prompt", "a red ball")
                .with("steps", 1)
                .with("seed", "5, 6");
        assertEquals("5", P2P.attention(two, false, 0, Progress.NONE).request().get(Option.SEED));
    }

    @Test
    void theCostIsWhatWasRun() {
        EditRequest swap = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("steps", 4);
        EditRequest guided = swap.with("guidance", 3);
        assertEquals(new Cost(4 * 4, 4 * 4), P2P.run(guided, Progress.NONE).cost());
        assertEquals(new Cost(4 * 2, 4 * 2), P2P.run(swap, Progress.NONE).cost());
        assertEquals(
                new Cost(4, 4),
                P2P.run(guided, (done, total, message) -> done == 0).cost());
    }
}
