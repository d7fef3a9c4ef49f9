package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.Note;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Method;
import org.prompttoprompt.request.Task;

/** Edits of an image that is there, on the embedded model: what is in the image stays, and only what may change does. */
class ImageEditTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();
    private static final int SIDE = 128;
    private static SourceImage image;

    @BeforeAll
    static void draw() {
        image = SourceImage.of(
                P2P.run(EditRequest.of(Task.GENERATE).with("prompt", "a red ball on the grass"), Progress.NONE)
                        .frames()
                        .get(0)
                        .image());
        // Whether the prompt fits is asked once, here; what the tests count are the walks.
        EditResult first = P2P.run(edit().with("steps", 1).with("strength", 1), EditInput.of(image), Progress.NONE);
        assertEquals(3 + PromptFit.ROWS, first.cost().rows());
        assertFalse(first.report().contains("does not fit"), first.report());
    }

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static EditRequest edit() {
        return EditRequest.of(Task.EDIT)
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue ball on the grass")
                .with("method", "img2img")
                .with("guidance", 3)
                .with("automatic", "no");
    }

    private static int[] pixels(Frame frame) {
        return frame.image().update(null).getCurrentStorageArray();
    }

    private static String refusal(EditRequest request, EditInput input) {
        return assertThrows(Refusal.class, () -> P2P.run(request, input, Progress.NONE))
                .getMessage();
    }

    @Test
    void theFirstFrameIsTheImageAndTheSecondTheEdit() {
        EditResult result = P2P.run(edit(), EditInput.of(image), Progress.NONE);
        assertEquals(
                List.of("source", "tau=0"),
                result.frames().stream().map(Frame::label).toList());
        Reconstruction reconstruction = result.reconstruction().orElseThrow();
        assertEquals(Double.POSITIVE_INFINITY, reconstruction.walk());
        assertTrue(reconstruction.image() > 25, reconstruction.toString());
        assertTrue(result.report().contains("Reconstruction: exact"), result.report());
        assertFalse(Arrays.equals(
                pixels(result.frames().get(0)), pixels(result.frames().get(1))));
        assertEquals(image.hash(), result.provenance().source());
        assertTrue(result.provenance().toText().contains("media=compositeWithTrainedAlgorithmicMedia"));
    }

    @Test
    void outsideOfAMaskTheFirstFrameStays() {
        boolean[] inside = new boolean[SIDE * SIDE];
        for (int i = 0; i < inside.length; i++) inside[i] = i % SIDE < SIDE / 4;
        EditResult result = P2P.run(edit(), EditInput.of(image).within(ImageMask.of(inside, SIDE)), Progress.NONE);
        int[] before = pixels(result.frames().get(0));
        int[] after = pixels(result.frames().get(1));
        double changed = 0;
        double outside = 0;
        for (int i = 0; i < before.length; i++) {
            double difference = Math.abs((before[i] & 255) - (after[i] & 255)) / (before.length / 4.0);
            if (i % SIDE < SIDE / 4) changed += difference;
            // The decoder's norms see the whole image: what is far from the mask moves by a level here and there.
            if (i % SIDE >= SIDE * 3 / 4) outside += difference;
        }
        assertTrue(outside < 1 && outside < changed / 5, changed + " inside, " + outside + " outside");
    }

    @Test
    void aSmallerStrengthCostsLessAndChangesLess() {
        P2P.forgetSource();
        EditResult little = P2P.run(edit().with("strength", 0.2), EditInput.of(image), Progress.NONE);
        // else the maps of the last steps were there
        P2P.forgetSource();
        EditResult much = P2P.run(edit().with("strength", 0.9), EditInput.of(image), Progress.NONE);
        assertEquals(2 * 3, little.cost().rows());
        assertEquals(9 * 3, much.cost().rows());
        P2P.forgetSource();
        EditResult unguided =
                P2P.run(edit().with("strength", 0.9).with("guidance", 1), EditInput.of(image), Progress.NONE);
        assertEquals(9 * 2, unguided.cost().rows());
        assertTrue(distance(little) < distance(much), distance(little) + " " + distance(much));
    }

    private static double distance(EditResult result) {
        int[] a = pixels(result.frames().get(0));
        int[] b = pixels(result.frames().get(1));
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += Math.abs((a[i] & 255) - (b[i] & 255));
        return sum / a.length;
    }

    /** Each way draws the image again, as the first frame, and something else, as the second. */
    @ParameterizedTest
    @EnumSource(Method.class)
    void everyWayInEditsTheImage(Method method) {
        EditRequest request = edit().with("method", method.key())
                .with("steps", 4)
                .with("strength", 1)
                .with("inner", 2);
        EditResult result = P2P.run(request, EditInput.of(image), Progress.NONE);
        double walk = result.reconstruction().orElseThrow().walk();
        System.out.println("way in " + method + ": " + walk + " dB, " + result.cost());
        boolean exact = Set.of(Method.DIRECT, Method.VIRTUAL, Method.IMG2IMG, Method.DDPM, Method.PROXIMAL)
                .contains(method);
        if (exact) assertTrue(walk > 80, method + " " + walk);
        else assertTrue(walk > 4 && walk < 80, method + " " + walk); // four steps to nearly pure noise and back
        assertTrue(distance(result) > 1, method + " changed nothing");
        if (!exact && walk < Reconstruction.POOR) {
            assertTrue(result.report().contains("Choose method=direct"), result.report());
        }
        long told = P2P.estimate(request, EditInput.of(image)).rows();
        assertTrue(result.cost().rows() <= told, method + " took " + result.cost() + ", told " + told);
    }

    /** An image that is edited again: its inversion is there, and so are the maps of its source. */
    @Test
    void theNextEditOfAnImageCostsHalf() {
        P2P.clearInversions();
        P2P.run(edit().with("steps", 1).with("strength", 1), EditInput.of(image), Progress.NONE);
        P2P.forgetSource();
        EditRequest direct = edit().with("method", "direct").with("strength", 1).with("steps", 5);
        EditResult first = P2P.run(direct, EditInput.of(image), Progress.NONE);
        EditResult second =
                P2P.run(direct.with("target", "a green ball on the grass"), EditInput.of(image), Progress.NONE);
        assertEquals(5 + 5 * 3, first.cost().rows());
        assertTrue(
                second.cost().rows() <= 0.6 * first.cost().rows(), second.cost().toString());
        // another process finds the inversion on disk, and draws the same
        try (PromptToPrompt other = new PromptToPrompt()) {
            EditResult third = other.run(direct, EditInput.of(image), Progress.NONE);
            assertEquals(5 * 3 + PromptFit.ROWS, third.cost().rows());
            LawsTest.same(first.frames().get(1), third.frames().get(1));
        }
        P2P.clearInversions();
        P2P.forgetSource();
        assertEquals(
                5 + 5 * 3 + PromptFit.ROWS,
                P2P.run(direct, EditInput.of(image), Progress.NONE).cost().rows());
    }

    /** Nothing is inverted, yet what the network answered about the image is kept: half of the mask's rows, and the source's. */
    @Test
    void theNextVirtualEditCostsLessAndIsTheSame() {
        P2P.clearInversions();
        P2P.forgetSource();
        EditRequest virtual = edit().with("method", "virtual")
                .with("strength", 1)
                .with("steps", 5)
                .with("guidance", 2)
                .with("automatic", "local");
        EditRequest again = virtual.with("target", "a green ball on the grass");
        EditResult first = P2P.run(virtual, EditInput.of(image), Progress.NONE);
        EditResult second = P2P.run(again, EditInput.of(image), Progress.NONE);
        assertEquals(5 * 3 + AutoMask.ROWS + PromptFit.ROWS, first.cost().rows());
        assertEquals(5 * 2 + AutoMask.ROWS / 2, second.cost().rows());
        P2P.clearInversions();
        P2P.forgetSource();
        EditResult alone = P2P.run(again, EditInput.of(image), Progress.NONE);
        assertEquals(5 * 3 + AutoMask.ROWS + PromptFit.ROWS, alone.cost().rows());
        for (int frame = 0; frame < 2; frame++)
            LawsTest.same(alone.frames().get(frame), second.frames().get(frame));
        // Fewer steps, another seed or a sweep are other walks.
        for (EditRequest other :
                List.of(again.with("strength", 0.6), again.with("seed", 3), again.with("tau", "0, 1"))) {
            EditResult kept = P2P.run(other, EditInput.of(image), Progress.NONE);
            P2P.clearInversions();
            P2P.forgetSource();
            EditResult fresh = P2P.run(other, EditInput.of(image), Progress.NONE);
            for (int frame = 0; frame < fresh.frames().size(); frame++)
                LawsTest.same(fresh.frames().get(frame), kept.frames().get(frame));
        }
    }

    /** A later session reads the inversion from the disk, and may use it again and again. */
    @Test
    void anInversionOutlivesItsSession() {
        EditRequest direct = edit().with("method", "direct").with("steps", 4).with("strength", 1);
        EditResult before = P2P.run(direct, EditInput.of(image), Progress.NONE);
        try (PromptToPrompt later = new PromptToPrompt()) {
            for (int run = 0; run < 2; run++) {
                later.forgetSource();
                EditResult after = later.run(direct, EditInput.of(image), Progress.NONE);
                assertEquals(
                        Arrays.hashCode(pixels(before.frames().get(0))),
                        Arrays.hashCode(pixels(after.frames().get(0))));
            }
        }
    }

    /** Each value of the strength or of the steps is a walk of its own, and its images are those of single edits. */
    @Test
    void strengthAndStepsAreSwept() {
        EditRequest sweep = edit().with("steps", "3, 4").with("strength", "0.5, 1");
        List<String> told = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        EditResult result = P2P.run(sweep, EditInput.of(image), (done, total, message) -> {
            if (message.startsWith("Run ")) {
                told.add(message.substring(0, "Run 1 of 4".length()));
                shares.add((double) done / total);
            }
            return true;
        });
        // The time that is left is that of all walks.
        assertEquals(
                List.of("Run 1 of 4", "Run 2 of 4", "Run 3 of 4", "Run 4 of 4"),
                told.stream().distinct().toList());
        assertEquals(shares.stream().sorted().toList(), shares);
        assertEquals(1, shares.get(shares.size() - 1));
        assertEquals(
                List.of(
                        "source",
                        "strength=0.5 steps=3",
                        "strength=1 steps=3",
                        "source",
                        "strength=0.5 steps=4",
                        "strength=1 steps=4"),
                result.frames().stream().map(Frame::label).toList());
        EditResult one = P2P.run(edit().with("steps", 4).with("strength", 1), EditInput.of(image), Progress.NONE);
        LawsTest.same(one.frames().get(1), result.frames().get(5));
        assertEquals("3, 4", result.request().get(org.prompttoprompt.request.Option.STEPS));
        EditResult taus = P2P.run(
                edit().with("steps", 4).with("strength", "0.5, 1").with("tau", "0, 0.5"),
                EditInput.of(image),
                Progress.NONE);
        assertEquals(6, taus.frames().size());
        assertEquals(3, taus.framesPerValueOfSecondAxis());
        assertEquals("tau=0.5 strength=1 (2 of 4 steps)", taus.frames().get(5).label());
    }

    /** The model's own judgement: the image is not yet the edit, and the edit is no more the image. */
    @Test
    void theModelSeesWhetherAnEditHasHappened() {
        EditResult result = P2P.run(edit().with("tau", 0).with("method", "direct"), EditInput.of(image), Progress.NONE);
        SourceImage edited = SourceImage.of(result.frames().get(1).image());
        List<Double> judged = P2P.judge().edits(edit(), List.of(image, edited), Progress.NONE);
        assertTrue(judged.get(0) > 0 && judged.get(1) < 0, judged.toString());
        assertTrue(P2P.judge().misfit(edit(), image, Progress.NONE) < 0);
        EditRequest wrong = edit().with("prompt", "a fluorescence microscopy image of dense cells");
        assertTrue(P2P.judge().misfit(wrong, image, Progress.NONE) > 0);
        EditRequest misled = wrong.with("target", "a fluorescence microscopy image of sparse cells")
                .with("steps", 1)
                .with("strength", 1);
        String report = P2P.run(misled, EditInput.of(image), Progress.NONE).report();
        assertTrue(Note.in(report).toString().contains("does not fit the image"), report);
        EditRequest weights = edit().with("target", "").with("words", "red 2");
        assertTrue(
                P2P.judge().edits(weights, List.of(image), Progress.NONE).get(0).isNaN());
    }

    /** The mask that the prompts make lies on the ball and leaves the grass alone. */
    @Test
    void theModelFindsWhatItWouldChange() {
        ImageMask mask = P2P.judge()
                .mask(edit().with("automatic", "yes"), image, Progress.NONE)
                .orElseThrow();
        int inside = 0;
        for (int i = 0; i < mask.width() * mask.height(); i++)
            inside += (int) mask.shares().get(i);
        assertTrue(inside > 4 && inside < mask.width() * mask.height() / 2, inside + " of " + mask.width());
        P2P.forgetSource();
        EditResult result = P2P.run(edit().with("automatic", "yes"), EditInput.of(image), Progress.NONE);
        assertEquals(6 * 3 + 10, result.cost().rows(), "half of the mask's rows were asked before");
        ImageMask all = ImageMask.of(new boolean[] {true}, 1);
        assertTrue(refusal(edit().with("automatic", "yes"), EditInput.of(image).within(all))
                .contains("choose one"));
        EditRequest weights = edit().with("automatic", "yes").with("target", "").with("words", "red 2");
        assertTrue(refusal(weights, EditInput.of(image)).contains("differ nowhere"));
    }

    @Test
    void whatIsEditedFollowsFromThePrompts() {
        assertEquals(Task.SWAP, edit().kind());
        assertEquals(
                Task.PHRASE,
                edit().with("target", "a red ball on the green grass").kind());
        assertEquals(
                Task.REWEIGHT, edit().with("target", "").with("words", "red 2").kind());
        assertEquals(
                Task.REWEIGHT, edit().with("target", "a red  ball on the grass").kind());
    }

    @Test
    void whatCannotBeEditedIsRefused() {
        assertTrue(refusal(edit(), EditInput.NONE).contains("needs an image"));
        EditRequest swap = EditRequest.of(Task.SWAP).with("prompt", "a ball").with("target", "a cube");
        assertTrue(refusal(swap, EditInput.of(image)).contains("Edit Image"));
        assertTrue(refusal(edit().with("width", 192), EditInput.of(image)).contains("128 x 128"));
        ImageMask none = ImageMask.of(new boolean[4], 2);
        assertTrue(refusal(edit(), EditInput.of(image).within(none)).contains("mask is empty"));
        assertTrue(refusal(edit().with("strength", 0.01), EditInput.of(image)).contains("strength"));
        assertTrue(refusal(edit().with("strength", 2), EditInput.of(image)).contains("between 0 and 1"));
        assertTrue(refusal(edit().with("method", "magic"), EditInput.of(image)).contains("nulltext"));
        assertTrue(refusal(edit().with("target", ""), EditInput.of(image)).contains("nothing is to change"));
    }
}
