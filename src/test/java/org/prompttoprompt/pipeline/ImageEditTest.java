package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.request.EditRequest;
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
    }

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static EditRequest edit() {
        return EditRequest.of(Task.EDIT)
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue ball on the grass");
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
                List.of("source", "tau=0.3"),
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
        EditResult little = P2P.run(edit().with("strength", 0.2), EditInput.of(image), Progress.NONE);
        EditResult much = P2P.run(edit().with("strength", 0.9), EditInput.of(image), Progress.NONE);
        assertEquals(2 * 3, little.cost().rows());
        assertEquals(9 * 3, much.cost().rows());
        assertTrue(distance(little) < distance(much), distance(little) + " " + distance(much));
    }

    private static double distance(EditResult result) {
        int[] a = pixels(result.frames().get(0));
        int[] b = pixels(result.frames().get(1));
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += Math.abs((a[i] & 255) - (b[i] & 255));
        return sum / a.length;
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
        assertTrue(refusal(edit().with("method", "magic"), EditInput.of(image)).contains("img2img"));
        assertTrue(refusal(edit().with("target", ""), EditInput.of(image)).contains("nothing is to change"));
    }
}
