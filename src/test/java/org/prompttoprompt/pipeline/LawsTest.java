package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.request.Axis;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.SweptValue;
import org.prompttoprompt.request.Task;

/** What must hold whatever the model draws, on the embedded one with few steps. */
class LawsTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();
    /** Bytes that 40 runs may add: Java itself took up to 16 MB meanwhile; two megabytes each are seen. */
    private static final long MOST_GROWN = 40_000_000;

    private static final String RED = "a red ball on the grass";
    private static final String BLUE = "a blue ball on the grass";

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static EditRequest generate(String prompt) {
        return EditRequest.of(Task.GENERATE).with("prompt", prompt).with("steps", 4);
    }

    private static EditRequest swap(String source, String target) {
        return EditRequest.of(Task.SWAP)
                .with("prompt", source)
                .with("target", target)
                .with("steps", 4);
    }

    private static List<Frame> frames(EditRequest request) {
        return P2P.run(request, Progress.NONE).frames();
    }

    private static int[] pixels(Frame frame) {
        return frame.image().update(null).getCurrentStorageArray();
    }

    /** Attention with maps and without adds up in another order: a value may round to the next of 256 levels. */
    static void same(Frame expected, Frame actual) {
        same(expected, actual, 1);
    }

    private static void same(Frame expected, Frame actual, int levels) {
        int[] a = pixels(expected);
        int[] b = pixels(actual);
        int worst = 0;
        for (int i = 0; i < a.length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                worst = Math.max(worst, Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255)));
            }
        }
        assertTrue(worst <= levels, expected.label() + " and " + actual.label() + " differ by " + worst + " levels");
    }

    @Test
    void withoutControlTheTargetIsDrawnFreelyAndTheSourceIsPlain() {
        List<Frame> edit = frames(swap(RED, BLUE).with("tau", "0"));
        same(frames(generate(RED)).get(0), edit.get(0));
        same(frames(generate(BLUE)).get(0), edit.get(1));
    }

    @Test
    void aTargetThatIsTheSourceGivesTheSource() {
        List<Frame> edit = frames(swap(RED, RED));
        same(edit.get(0), edit.get(1), 0);
    }

    @Test
    void weightOneIsTheInnerEdit() {
        Frame inner = frames(swap(RED, BLUE)).get(1);
        same(
                inner,
                frames(swap(RED, BLUE).with("words", "blue").with("weight", "1"))
                        .get(1));
        assertFalse(Arrays.equals(
                pixels(inner),
                pixels(frames(swap(RED, BLUE).with("words", "blue 2")).get(1))));
    }

    @Test
    void aPlannedSweepIsItsSingleEdits() {
        List<Frame> sweep = frames(swap(RED, BLUE).with("tau", "0:0.25:1"));
        assertEquals(6, sweep.size());
        for (Frame frame : sweep.subList(1, 6)) {
            SweptValue tau = frame.values().get(Option.TAU);
            same(frames(swap(RED, BLUE).with("tau", tau)).get(1), frame);
        }
    }

    @Test
    void aSeedIsAnImage() {
        assertArrayEquals(
                pixels(frames(generate(RED)).get(0)),
                pixels(frames(generate(RED)).get(0)));
        assertFalse(Arrays.equals(
                pixels(frames(generate(RED)).get(0)),
                pixels(frames(generate(RED).with("seed", 7)).get(0))));
    }

    @Test
    void imagesNeedNotBeSquare() {
        Frame frame = frames(
                        swap(RED, BLUE).with("width", 192).with("height", 128).with("blend", "ball"))
                .get(1);
        assertArrayEquals(new long[] {192, 128}, frame.image().dimensionsAsLongArray());
    }

    @Test
    void twoSweptParametersMakeAGridWithItsSources() {
        EditResult result = P2P.run(swap(RED, BLUE).with("tau", "0.2, 0.8").with("seed", "1:1:3"), Progress.NONE);
        assertEquals(
                List.of("tau", "seed"), result.axes().stream().map(Axis::key).toList());
        assertEquals(9, result.frames().size());
        assertEquals(3, result.framesPerValueOfSecondAxis());
        assertEquals(3, result.frames().stream().filter(Frame::source).count());
    }

    @Test
    void whoStopsKeepsTheFinishedSeeds() {
        EditRequest request = swap(RED, BLUE).with("seed", "1, 2");
        P2P.run(
                request,
                Progress.NONE); // the files of a model that is new here are read first, with a progress of their own
        EditResult result = P2P.run(request, (done, total, message) -> done <= total * 3 / 4);
        assertTrue(result.cancelled());
        assertEquals(
                List.of("source seed=1", "tau=0.5 seed=1 (2 of 4 steps)"),
                result.frames().stream().map(Frame::label).toList());
    }

    @Test
    void aRecipeIsTheRequest() {
        EditRequest done =
                P2P.run(swap(RED, BLUE).with("tau", "0.3"), Progress.NONE).request();
        assertEquals(done.toText(), EditRequest.parse(done.toText()).toText());
        assertTrue(done.toText().contains("steps=4\nguidance=1\nwidth=128\nheight=128\n"), done.toText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab"})
    void numbersAreWrittenTheSameInEveryLanguage(String language) {
        Locale before = Locale.getDefault();
        EditRequest sweep = swap(RED, BLUE).with("steps", 2).with("tau", "0, 0.5, 1");
        try {
            Locale.setDefault(Locale.forLanguageTag(language));
            String report = P2P.run(sweep, Progress.NONE).report();
            assertTrue(
                    Pattern.compile("Cost: [0-9]+ network rows instead of [0-9]+ one by one \\(0\\.[0-9]{2}\\)")
                            .matcher(report)
                            .find(),
                    report);
            IllegalArgumentException tooLarge = assertThrows(
                    IllegalArgumentException.class,
                    () -> frames(
                            sweep.with("tau", "0:0.01:1").with("width", 4096).with("height", 4096)));
            assertTrue(tooLarge.getMessage().matches("This needs about [0-9]+\\.[0-9] GB.*"), tooLarge.getMessage());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void fiftyEditsLeaveNothingBehind() throws Exception {
        EditRequest request =
                swap(RED, BLUE).with("steps", 1).with("blend", "ball").with("injection", "1");
        frames(request);
        int before = P2P.openArrays();
        for (int i = 0; i < 10; i++) frames(request);
        long warm = NativeHeap.used();
        for (int i = 0; i < 40; i++) frames(request);
        assertEquals(before, P2P.openArrays());
        long grown = NativeHeap.used() - warm;
        assertTrue(grown < MOST_GROWN, grown + " bytes more than " + warm + " before");
    }
}
