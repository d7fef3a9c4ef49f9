package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.InterpolationRequest;
import org.prompttoprompt.request.Task;

/** Films between two prompts, on the embedded model. */
class InterpolationTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();
    private static final InterpolationRequest SHORT = new InterpolationRequest()
            .with("prompt", "a red ball on the grass")
            .with("target", "a blue cube on the beach")
            .with("steps", 4)
            .with("frames", 6);
    private static final InterpolationRequest WEIGHED = new InterpolationRequest()
            .with("by", "weight")
            .with("prompt", "a fluffy red ball")
            .with("words", "fluffy")
            .with("steps", 4)
            .with("frames", 6);

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static Interpolation film(InterpolationRequest asked) {
        return Interpolation.of(P2P, asked, Progress.NONE);
    }

    private static int[] pixels(Frame frame) {
        return frame.image().update(null).getCurrentStorageArray();
    }

    private static List<Frame> frames(EditRequest request) {
        return P2P.run(request, Progress.NONE).frames();
    }

    private static List<int[]> pixels(EditRequest request) {
        return frames(request).stream().map(InterpolationTest::pixels).toList();
    }

    /** Longer films of real sweeps, in the model's own steps. */
    @ParameterizedTest
    @CsvSource({
        "embedding, a red ball on the grass, a blue cube on the beach, ''",
        "embedding, a cat on the grass, a fluffy dog on the beach at sunset, ''",
        "tau, a cat riding on a bicycle, a cat riding on a car, ''",
        "weight, a blossom tree, '', blossom"
    })
    void chosenStepsAreMoreEven(String by, String prompt, String target, String words) {
        InterpolationRequest asked = new InterpolationRequest()
                .with("by", by)
                .with("prompt", prompt)
                .with("target", target)
                .with("steps", 6)
                .with("frames", 8);
        if (!words.isEmpty()) asked = asked.with("words", words);
        Interpolation film = film(asked);
        assertEquals(8, film.result().frames().size());
        assertTrue(film.drawn() <= 24, film.drawn() + " drawn");
        double before = film.before().orElseThrow().ratio();
        double after = film.after().orElseThrow().ratio();
        assertTrue(after < before, after + " instead of " + before);
        assertTrue(film.after().get().widest() <= film.before().get().widest());
        assertTrue(
                film.result().cost().rows() <= Interpolation.mostRows(asked),
                film.result().cost() + " of " + Interpolation.mostRows(asked));
    }

    @Test
    void theEndsAreTheImagesOfThePrompts() {
        EditRequest free = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue cube on the beach")
                .with("steps", 4)
                .with("tau", 0)
                .with("selfattention", 0);
        List<int[]> ends = pixels(free);
        for (String mixing : List.of("linear", "slerp")) {
            List<Frame> frames = film(SHORT.with("mixing", mixing).with("frames", 3))
                    .result()
                    .frames();
            assertArrayEquals(ends.get(0), pixels(frames.get(0)), "to the bit");
            assertArrayEquals(ends.get(1), pixels(frames.get(2)));
        }
        List<Frame> frames =
                film(SHORT.with("by", "tau").with("frames", 3)).result().frames();
        // Drawn beside images whose maps are read, its sums are added up in another order.
        LawsTest.same(frames(free).get(1), frames.get(2));
        EditRequest held = SHORT.with("by", "tau").edit().with("tau", 1);
        LawsTest.same(frames(held).get(1), frames.get(0));
        List<Frame> weighed = film(WEIGHED.with("first", 1).with("last", -2).with("frames", 3))
                .result()
                .frames();
        EditRequest plain = EditRequest.of(Task.REWEIGHT)
                .with("prompt", "a fluffy red ball")
                .with("words", "fluffy")
                .with("steps", 4)
                .with("weight", "1, -2");
        List<Frame> weights = frames(plain);
        LawsTest.same(weights.get(0), weighed.get(0));
        LawsTest.same(weights.get(1), weighed.get(0));
        LawsTest.same(weights.get(2), weighed.get(2));
    }

    @Test
    void theRecipeDrawsTheFramesAgain() {
        for (InterpolationRequest asked : List.of(SHORT, SHORT.with("by", "tau"), WEIGHED.with("even", "no"))) {
            EditResult film =
                    film(asked.even() ? asked.with("budget", 10) : asked).result();
            List<Frame> again = frames(EditRequest.parse(film.request().toText()));
            assertEquals(6, film.frames().size());
            for (int i = 0; i < 6; i++) {
                assertEquals(again.get(i + 1).label(), film.frames().get(i).label());
                LawsTest.same(again.get(i + 1), film.frames().get(i));
                assertFalse(Arrays.equals(pixels(again.get(i)), pixels(again.get(i + 1))) && i > 0, "frame " + i);
            }
            assertEquals(asked.first(), film.request().numbers(asked.option()).get(0));
            assertEquals(asked.last(), film.request().numbers(asked.option()).get(5));
            for (Frame frame : film.frames()) assertFalse(frame.source());
        }
    }

    /** What was drawn when it was stopped is the film; before the first image there is none. */
    @Test
    void stoppingKeepsWhatWasDrawn() {
        assertThrows(CancellationException.class, () -> Interpolation.of(P2P, SHORT, (done, total, message) -> false));
        Interpolation stopped = Interpolation.of(P2P, SHORT, (done, total, message) -> !message.contains("drawn"));
        assertTrue(stopped.result().cancelled());
        assertEquals(6, stopped.result().frames().size());
        assertTrue(stopped.after().isEmpty());
        assertEquals("mix=0", stopped.result().frames().get(0).label());
    }

    @Test
    void progressNeverFallsAndEndsWithinItsTotal() {
        double[] last = {0};
        Interpolation.of(P2P, SHORT.with("budget", 10), (done, total, message) -> {
            double share = (double) done / total;
            assertTrue(share <= 1, message);
            if (!message.startsWith("Reading")) {
                assertTrue(share >= last[0] - 1e-9, message + " " + share + " after " + last[0]);
                last[0] = share;
            }
            return true;
        });
    }

    @ParameterizedTest
    @CsvSource({
        "frames, 1, frames=1",
        "frames, 0, frames=0",
        "frames, -3, frames=-3",
        "frames, 100000, frames=100000",
        "frames, many, frames=many",
        "budget, 5, budget=5",
        "budget, 5000, budget=5000",
        "even, perhaps, even=perhaps",
        "rate, 0, rate=0",
        "by, magic, by=magic",
        "first, 2, first=2",
        "first, 1, first=1",
        "target, '', target is empty",
        "prompt, '', prompt is empty",
        "target, a red ball on the grass, nothing lies between",
        "seed, '1, 2', one film",
        "selfattention, '0, 1', one film",
        "mix, 0.5, mix=0.5",
        "mixing, cubic, mixing=cubic",
        "words, horse, words=horse",
        "wrods, horse, wrods",
        "tau, 7, tau=7"
    })
    void whatCannotBeDoneIsRefused(String key, String value, String told) {
        Refusal refusal = assertThrows(Refusal.class, () -> film(SHORT.with(key, value)));
        assertTrue(refusal.getMessage().contains(told), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "target, a blue ball, target=a blue ball",
        "words, '', words is empty",
        "words, horse, words=horse",
        "first, x, first=x",
        "weight, 2, weight=2",
        "last, 5000, last=5000"
    })
    void weightsThatCannotBeAreRefused(String key, String value, String told) {
        Refusal refusal = assertThrows(Refusal.class, () -> film(WEIGHED.with(key, value)));
        assertTrue(refusal.getMessage().contains(told), refusal.getMessage());
    }

    @Test
    void theCostIsToldBefore() {
        assertEquals(2 * 4 * (18 + 9) + 18, Interpolation.mostRows(SHORT.with("guidance", 3)));
        assertEquals(4 * (18 + 9) + 18, Interpolation.mostRows(SHORT.with("guidance", 1)));
        assertEquals(
                4 * (6 + 1) + 6,
                Interpolation.mostRows(SHORT.with("guidance", 1).with("even", "no")));
        String plan = Interpolation.plan(SHORT.with("budget", 10).with("guidance", 3));
        assertEquals("6 frames from mix=0 to 1, of at most 10 images: at most 162 rows of the network.", plan);
    }
}
