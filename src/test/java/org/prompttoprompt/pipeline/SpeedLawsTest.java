package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** What must hold whatever is left out of the network, on the embedded model with few steps. */
class SpeedLawsTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();
    /** All that can be left out. */
    private static final String LESS = "guided 0.5, every 3, frozen 0.5";

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static EditRequest swap() {
        return EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue ball on the grass")
                .with("guidance", 3)
                .with("steps", 6);
    }

    private static int[] pixels(List<Frame> frames) {
        List<int[]> all = new ArrayList<>();
        for (Frame frame : frames) all.add(frame.image().update(null).getCurrentStorageArray());
        return all.stream().flatMapToInt(Arrays::stream).toArray();
    }

    private static int[] pixels(EditRequest request) {
        return pixels(P2P.run(request, Progress.NONE).frames());
    }

    @Test
    void exactIsWhatIsDrawnUnaskedToTheBit() {
        int[] unasked = pixels(swap());
        assertArrayEquals(unasked, pixels(swap().with("speed", "exact")));
        assertArrayEquals(unasked, pixels(swap().with("speed", "guided 0-1, every 1, layers 2")));
        for (String speed : List.of("guided 0.5", "every 3", "guided 0.5, frozen 0.5"))
            assertFalse(Arrays.equals(unasked, pixels(swap().with("speed", speed))), speed);
    }

    /** The names leave out in few steps what the parts do that the page tells of. */
    @Test
    void allLayersAreThoseOfTheModelsLastBlock() {
        EditRequest few = swap().with("steps", 4).with("tau", 0.5);
        int[] two = pixels(few.with("speed", "every 2, layers 2"));
        assertArrayEquals(two, pixels(few.with("speed", "every 2, layers all")));
        assertFalse(Arrays.equals(two, pixels(few.with("speed", "every 2"))));
        assertArrayEquals(two, pixels(few.with("speed", "fastest")));
        assertArrayEquals(
                pixels(few), pixels(few.with("speed", "fast")), "each part spoils more than two of a hundred");
        EditRequest coarse = few.with("selfresolution", 8);
        int[] parts = pixels(coarse.with("speed", "every 2, layers all, downsample 2"));
        assertArrayEquals(parts, pixels(coarse.with("speed", "fastest")));
        assertFalse(Arrays.equals(parts, pixels(coarse.with("speed", "every 2, layers all"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tau", "selfattention", "queries", "keys", "injection", "style"})
    void whereEveryStepIsEditedNothingButGuidanceIsLeftOut(String window) {
        EditRequest all = swap().with("tau", 0).with("selfattention", 0).with(window, 1);
        assertArrayEquals(pixels(all), pixels(all.with("speed", "every 3, frozen 0")));
        EditRequest half = all.with("speed", "guided 0.5");
        assertArrayEquals(pixels(half), pixels(half.with("speed", "guided 0.5, every 3, frozen 0.5")));
    }

    @Test
    void rowsAreRunWhereTheyAreGuided() {
        EditResult result = P2P.run(swap().with("tau", "0.5").with("speed", LESS), Progress.NONE);
        assertEquals(3 * 4 + 3 * 2, result.cost().rows());
        assertEquals(6 * 4, result.cost().oneByOne());
        String line =
                "of 6 steps 3 without guidance, 2 with the deep features of one before, 3 with cross-attention frozen.";
        assertTrue(result.report().contains("Speed " + LESS + ": " + line), result.report());
        assertFalse(P2P.run(swap(), Progress.NONE).report().contains("Speed"));
        assertEquals(
                18, P2P.estimate(swap().with("speed", LESS), EditInput.NONE).rows());
    }

    /** The embedded model's edits may replace self-attention of all its pixels, unless told otherwise. */
    @Test
    void theFinestSelfAttentionLooksAtFewerPixelsWhereEditsDoNotTouchIt() {
        String nothing = "Speed downsample 2: nothing could be left out of this run.";
        EditRequest all = swap().with("tau", 0.5);
        EditResult whole = P2P.run(all.with("speed", "downsample 2"), Progress.NONE);
        assertArrayEquals(pixels(all), pixels(whole.frames()));
        assertTrue(whole.report().contains(nothing), whole.report());
        EditRequest coarse = all.with("selfresolution", 8);
        EditResult fewer = P2P.run(coarse.with("speed", "downsample 2"), Progress.NONE);
        assertFalse(Arrays.equals(pixels(coarse), pixels(fewer.frames())));
        assertTrue(
                fewer.report().contains("Speed downsample 2: self-attention of 3 layers by one pixel of each 2 x 2."),
                fewer.report());
        EditRequest image = EditRequest.of(Task.EDIT)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("selfresolution", 8)
                .with("steps", 4)
                .with("speed", "downsample 2");
        SourceImage grey = SourceImage.of(128, 128, new float[3 * 128 * 128]);
        String report = P2P.run(image, EditInput.of(grey), Progress.NONE).report();
        assertTrue(report.contains(nothing), report);
        EditResult style = P2P.run(coarse.with("style", 0.5).with("speed", "downsample 2"), Progress.NONE);
        assertTrue(style.report().contains(nothing), style.report());
    }

    @Test
    void aSpeedThatLeavesNothingOutIsTold() {
        String unguided = P2P.run(swap().with("guidance", 1).with("speed", "guided 0.5"), Progress.NONE)
                .report();
        assertTrue(unguided.contains("Speed guided 0.5: nothing could be left out of this run."), unguided);
        String twice = P2P.run(swap().with("steps", 4).with("scheduler", "Heun").with("speed", LESS), Progress.NONE)
                .report();
        assertTrue(twice.contains(": of 7 evaluations "), twice);
        String few = P2P.run(swap().with("steps", 2).with("speed", "fast"), Progress.NONE)
                .report();
        assertTrue(
                few.contains("Speed fast: nothing could be left out of this run. In fewer than 10 steps fast leaves out"
                        + " nothing, as neighbours are far apart there: take steps=10 or more, or speed=fastest"),
                few);
        EditRequest all = swap().with("tau", 1).with("speed", "every 2");
        String report = P2P.run(all, Progress.NONE).report();
        assertTrue(report.contains("Speed every 2: nothing could be left out of this run."), report);
    }

    /** The embedded model draws so unless another scale is asked for: there is no end of the guidance to wait for. */
    @Test
    void crossAttentionIsFrozenWithoutGuidance() {
        EditRequest plain = swap().with("guidance", 1).with("tau", "0.3");
        EditResult frozen = P2P.run(plain.with("speed", "frozen 0.5"), Progress.NONE);
        assertFalse(Arrays.equals(pixels(plain), pixels(frozen.frames())));
        String line = "Speed frozen 0.5: of 6 steps 3 with cross-attention frozen.";
        assertTrue(frozen.report().contains(line), frozen.report());
    }

    @Test
    void everyStepThatIsShownIsComputed() {
        EditRequest one =
                EditRequest.of(Task.GENERATE).with("prompt", "a red ball").with("steps", 4);
        AttentionMaps exact = P2P.attention(one, true, 2, Progress.NONE);
        AttentionMaps asked = P2P.attention(one.with("speed", "every 4, frozen 0"), true, 2, Progress.NONE);
        assertArrayEquals(pixels(List.of(exact.image())), pixels(List.of(asked.image())));
        assertArrayEquals(exact.heat(3, 0), asked.heat(3, 0));
    }

    /** A word's share of attention sums to one over the tokens only if the sums are divided by the steps that computed maps. */
    @Test
    void averagesAreOfTheStepsThatComputedMaps() {
        EditResult result = P2P.edit(swap().with("speed", LESS), Progress.NONE);
        for (AttentionMaps maps : result.attention())
            assertEquals(1, Arrays.stream(maps.mass()).sum(), 1e-4);
    }

    @Test
    void aKeptSourceIsOneThatWasDrawnAlike() {
        try (PromptToPrompt session = new PromptToPrompt()) {
            EditRequest fast = swap().with("speed", LESS);
            List<Frame> first = session.edit(fast, Progress.NONE).frames();
            same(first, session.edit(fast, Progress.NONE).frames());
            session.edit(swap(), Progress.NONE);
            same(first, session.edit(fast, Progress.NONE).frames());
            // Another window of the edit computes other steps, also of the source.
            EditRequest longer = fast.with("tau", 1);
            List<Frame> kept = session.edit(longer, Progress.NONE).frames();
            session.forgetSource();
            same(session.edit(longer, Progress.NONE).frames(), kept);
        }
    }

    private static void same(List<Frame> expected, List<Frame> actual) {
        for (int i = 0; i < expected.size(); i++) LawsTest.same(expected.get(i), actual.get(i));
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        EditRequest image = EditRequest.of(Task.EDIT)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("method", "nulltext")
                .with("speed", "fast");
        SourceImage grey = SourceImage.of(128, 128, new float[3 * 128 * 128]);
        refused(() -> P2P.run(image, EditInput.of(grey), Progress.NONE), "speed=fast", "method=nulltext");
        refused(
                () -> pixels(swap().with("speed", "every 2, layers 3")),
                "speed=every 2, layers 3",
                "Give layers 1 to 2, or all.");
    }

    private static void refused(Runnable run, String... told) {
        String message = assertThrows(Refusal.class, run::run).getMessage();
        for (String text : told) assertTrue(message.contains(text), message);
    }
}
