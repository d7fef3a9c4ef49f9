package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Note;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.InterpolationRequest;
import org.prompttoprompt.request.Task;

/** A run that is not wanted any more in the midst of a step, which here is a sweep's of many rows: it ends there, and keeps what is done. */
class WithinAStepTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();
    private static final EditRequest SWEEP = EditRequest.of(Task.SWAP)
            .with("prompt", "a red ball on the grass")
            .with("target", "a blue ball on the grass")
            .with("mix", "0:0.025:1")
            .with("seed", "1, 2")
            .with("steps", 2);

    @AfterAll
    static void close() {
        P2P.close();
    }

    /** Wanted until it is asked within a step behind which nothing was heard any more. */
    private static final class Leaving implements Progress {
        private final String after;
        private final List<String> heard = new ArrayList<>();
        private int asked;

        Leaving(String after) {
            this.after = after;
        }

        @Override
        public boolean goOn(long done, long total, String message) {
            heard.add(message);
            return true;
        }

        @Override
        public boolean isWanted() {
            asked++;
            return heard.isEmpty() || !heard.get(heard.size() - 1).contains(after);
        }

        String last() {
            return heard.get(heard.size() - 1);
        }
    }

    @Test
    void aSweepEndsWithinItsStepAndKeepsFinishedImages() {
        Leaving leaving = new Leaving("Decoded");
        EditResult result = P2P.run(SWEEP, leaving);
        assertTrue(
                result.cancelled(),
                leaving.asked + " times, " + leaving.heard.subList(leaving.heard.size() - 3, leaving.heard.size()));
        assertEquals("Decoded", leaving.last());
        assertTrue(leaving.asked > 1, leaving.asked + " times");
        assertEquals(42, result.frames().size());
        assertTrue(result.frames().stream().allMatch(frame -> frame.label().contains("seed=1")));
        assertTrue(result.report().contains("as planned up to the stop"), result.report());
        assertEquals(List.of("Note: Stopped: 42 of 84 images are done and kept."), Note.in(result.report()));
        // Nothing of it is in the next run.
        EditRequest one = SWEEP.with("mix", 1).with("seed", 2);
        int[] next = pixels(P2P.run(one, Progress.NONE));
        try (PromptToPrompt fresh = new PromptToPrompt()) {
            assertArrayEquals(pixels(fresh.run(one, Progress.NONE)), next);
        }
    }

    @Test
    void nothingIsKeptWhereNothingWasDone() {
        Leaving leaving = new Leaving("Step 1 of 2, seed 1");
        EditResult result = P2P.run(SWEEP, leaving);
        assertTrue(result.cancelled());
        assertEquals(0, result.frames().size());
        assertFalse(leaving.heard.contains("Step 2 of 2, seed 1"));
    }

    /** Progress that is told on by another still asks the one whose run it is. */
    @Test
    void partsOfAWholeAreWantedAsLongAsItIs() {
        Leaving leaving = new Leaving("gone");
        WholeProgress whole = new WholeProgress(leaving, 10, 2);
        Progress next = whole.next(5);
        Progress part = leaving.part((done, total, message) -> leaving.goOn(done, total, "part: " + message));
        assertTrue(next.isWanted() && whole.waiting().isWanted() && part.isWanted());
        part.goOn(1, 2, "gone");
        assertEquals("part: gone", leaving.last());
        assertFalse(next.isWanted() || whole.waiting().isWanted() || part.isWanted());
    }

    @Test
    void aFilmEndsWithinAStepToo() {
        InterpolationRequest film = new InterpolationRequest()
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue cube on the beach")
                .with("steps", 2)
                .with("frames", 60);
        Leaving leaving = new Leaving("Step 1 of 2");
        assertThrows(CancellationException.class, () -> Interpolation.of(P2P, film, leaving));
        assertEquals("Step 1 of 2", leaving.last());
    }

    private static int[] pixels(EditResult result) {
        return result.frames()
                .get(result.frames().size() - 1)
                .image()
                .update(null)
                .getCurrentStorageArray();
    }
}
