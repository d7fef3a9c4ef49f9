package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** Previews of the embedded model: when they come, what they show, and that they change nothing. */
class PreviewsTest {
    private static final int FACTOR = 8;
    private static final int MOST_EDITED = 11;

    /** Keeps what it is shown. */
    private static final class Shown implements Progress {
        private final IntPredicate wanted;
        private final Map<Integer, List<Frame>> bySteps = new TreeMap<>();
        private int lastStep = -1;

        Shown(IntPredicate wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean goOn(long done, long total, String message) {
            return true;
        }

        @Override
        public boolean wantsPreview(int step) {
            lastStep = step;
            return wanted.test(step);
        }

        @Override
        public void preview(List<Frame> images) {
            bySteps.put(lastStep, images);
        }
    }

    private static EditRequest generate(String prompt, int steps) {
        return EditRequest.of(Task.GENERATE).with("prompt", prompt).with("steps", steps);
    }

    private static int[] pixels(Frame frame) {
        return frame.image().update(null).getCurrentStorageArray();
    }

    /** Mean colours of the blocks of 8 x 8 pixels that a latent pixel stands for. */
    private static double[] blocks(Frame frame) {
        int width = (int) frame.image().dimension(0);
        int[] pixels = pixels(frame);
        double[] means = new double[pixels.length / FACTOR / FACTOR * 3];
        for (int i = 0; i < pixels.length; i++) {
            int block = i / width / FACTOR * (width / FACTOR) + i % width / FACTOR;
            for (int c = 0; c < 3; c++) means[3 * block + c] += (pixels[i] >> 8 * c & 255) / 64.0;
        }
        return means;
    }

    private static double meanDifference(Frame a, Frame b) {
        double[] x = blocks(a);
        double[] y = blocks(b);
        double sum = 0;
        for (int i = 0; i < x.length; i++) sum += Math.abs(x[i] - y[i]);
        return sum / x.length;
    }

    /** The last prediction is the image; what was measured is 3 levels of 255 then and up to 19 at the fourth step. */
    @Test
    void aPreviewHasTheColoursOfTheImage() {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            Frame other = p2p.run(generate("a blossom tree", 10), Progress.NONE)
                    .frames()
                    .get(0);
            for (String prompt :
                    List.of("a red ball on the grass", "castle next to a river", "a snowy street at night")) {
                Shown shown = new Shown(step -> step == 3 || step == 9);
                Frame image = p2p.run(generate(prompt, 10), shown).frames().get(0);
                Frame early = shown.bySteps.get(3).get(0);
                Frame last = shown.bySteps.get(9).get(0);
                assertEquals(image.image().dimension(0), last.image().dimension(0));
                assertTrue(meanDifference(last, image) < 5, prompt + ": " + meanDifference(last, image));
                assertTrue(meanDifference(early, image) < 30, prompt + ": " + meanDifference(early, image));
                assertTrue(meanDifference(early, image) < meanDifference(early, other), prompt);
            }
        }
    }

    @Test
    void previewsChangeNoPixelAndCloseAllArrays() {
        EditRequest request = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue ball on the grass")
                .with("tau", "0, 0.5, 1")
                .with("steps", 4);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            List<Frame> plain = p2p.run(request, Progress.NONE).frames();
            int open = p2p.openArrays();
            Shown shown = new Shown(step -> true);
            List<Frame> watched = p2p.run(request, shown).frames();
            assertEquals(open, p2p.openArrays());
            for (int i = 0; i < plain.size(); i++) assertArrayEquals(pixels(plain.get(i)), pixels(watched.get(i)));
            assertEquals(4, shown.bySteps.size());
            List<Frame> first = shown.bySteps.get(0);
            assertEquals(
                    List.of("source", "tau=0 (0 of 4 steps)", "tau=0.5 (2 of 4 steps)", "tau=1 (4 of 4 steps)"),
                    first.stream().map(Frame::label).toList());
            assertArrayEquals(pixels(first.get(2)), pixels(first.get(3)), "they share a row up to tau = 0.5");
            List<Frame> last = shown.bySteps.get(3);
            for (int i = 0; i < 4; i++) {
                int nearest = 0;
                for (int j = 1; j < 4; j++) {
                    if (meanDifference(last.get(i), plain.get(j)) < meanDifference(last.get(i), plain.get(nearest)))
                        nearest = j;
                }
                assertEquals(i, nearest, "the preview of " + last.get(i).label() + " shows another image");
            }
        }
    }

    @Test
    void nothingIsShownToWhoDoesNotAsk() {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            Shown shown = new Shown(step -> false);
            p2p.run(generate("a red ball", 3), shown);
            assertEquals(2, shown.lastStep);
            assertTrue(shown.bySteps.isEmpty());
        }
    }

    @Test
    void ofALargeSweepSomeAreShownOfSeveralSeedsEach() {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            List<String> labels = new ArrayList<>();
            Progress progress = new Progress() {
                @Override
                public boolean goOn(long done, long total, String message) {
                    return true;
                }

                @Override
                public boolean wantsPreview(int step) {
                    return step == 0;
                }

                @Override
                public void preview(List<Frame> images) {
                    labels.add(images.get(0).label());
                    labels.add(images.size() + " images");
                }
            };
            p2p.run(
                    EditRequest.of(Task.REWEIGHT)
                            .with("prompt", "a blossom tree")
                            .with("words", "blossom")
                            .with("weight", "-2:0.25:2")
                            .with("seed", "1, 2")
                            .with("steps", 1),
                    progress);
            p2p.run(generate("a red ball", 1).with("seed", "3, 4"), progress);
            // 17 weights, every second
            assertEquals(
                    List.of(
                            "source, seed 1",
                            "10 images",
                            "source, seed 2",
                            "10 images",
                            "seed 3",
                            "1 images",
                            "seed 4",
                            "1 images"),
                    labels);
        }
    }

    @Test
    void attentionRunsAreShownToo() {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            Shown shown = new Shown(step -> step == 1);
            p2p.attention(generate("a red ball", 2), false, 0, shown);
            assertEquals(1, shown.bySteps.get(1).size());
        }
    }
}
