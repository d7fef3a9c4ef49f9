package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.inversion.DifferenceMask;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** An edit that has its place in the image stays there by itself; one of the whole picture does not. */
class AutoMaskTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();
    private static SourceImage image;

    @BeforeAll
    static void draw() {
        image = SourceImage.of(
                P2P.run(EditRequest.of(Task.GENERATE).with("prompt", "a red ball on the grass"), Progress.NONE)
                        .frames()
                        .get(0)
                        .image());
        // Whether the prompt fits is asked once, here.
        edit("a blue ball on the grass", EditInput.of(image));
    }

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static EditResult edit(String target, EditInput input) {
        EditRequest request = EditRequest.of(Task.EDIT)
                .with("prompt", "a red ball on the grass")
                .with("target", target);
        return P2P.run(request, input, Progress.NONE);
    }

    /** Returns the pixels of which a colour differs by more than the decoder's norms move it. */
    private static int changed(EditResult result) {
        int[] a = result.frames().get(0).image().update(null).getCurrentStorageArray();
        int[] b = result.frames().get(1).image().update(null).getCurrentStorageArray();
        int n = 0;
        for (int i = 0; i < a.length; i++)
            for (int shift = 0; shift < 24; shift += 8)
                if (Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255)) > 12) {
                    n++;
                    break;
                }
        return n;
    }

    @Test
    void anEditOfAnObjectStaysInItsPlace() {
        P2P.clearInversions();
        P2P.forgetSource();
        EditResult local = edit("a blue ball on the grass", EditInput.of(image));
        assertEquals("local", local.request().get(Option.AUTOMASK));
        assertTrue(local.report().contains("It may change where the prompts disagree, in "), local.report());
        EditRequest everywhere = EditRequest.of(Task.EDIT)
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue ball on the grass")
                .with("automatic", "no");
        // What was asked about the image is asked anew.
        P2P.clearInversions();
        P2P.forgetSource();
        EditResult all = P2P.run(everywhere, EditInput.of(image), Progress.NONE);
        assertFalse(all.report().contains("may change"), all.report());
        assertEquals(all.cost().rows() + 20, local.cost().rows());
        assertTrue(changed(local) > 500 && changed(local) < changed(all) * 3 / 4, changed(local) + ", " + changed(all));
    }

    @Test
    void anEditOfTheWholePictureIsMadeEverywhere() {
        EditResult night = edit("a red ball on the grass at night", EditInput.of(image));
        assertTrue(night.report().contains("It may change everywhere"), night.report());
        assertTrue(changed(night) > 128 * 128 / 2, changed(night) + " pixels");
    }

    @Test
    void whoGivesAMaskNeedsNone() {
        boolean[] left = new boolean[128 * 128];
        for (int i = 0; i < left.length; i++) left[i] = i % 128 < 64;
        EditResult masked =
                edit("a green ball on the grass", EditInput.of(image).within(ImageMask.of(left, 128)));
        assertFalse(masked.report().contains("prompts disagree"), masked.report());
        EditRequest words = EditRequest.of(Task.EDIT).with("prompt", "a ball").with("blend", "ball");
        assertEquals("no", PromptToPrompt.resolve(words).get(Option.AUTOMASK));
        assertEquals(
                "no",
                PromptToPrompt.resolve(words.with("blend", "").with("mask", "all"))
                        .get(Option.AUTOMASK));
    }

    /** (Σ d)² / (n Σ d²), by hand. */
    @Test
    void howFarADisagreementIsSpread() {
        assertEquals(0.25, mask(2, 1, 0, 0, 0).spread(), 1e-9);
        assertEquals(1, mask(2, 2, 2, 2, 2).spread(), 1e-9);
        assertEquals(16 / 40.0, mask(2, 3, 1, 0, 0).spread(), 1e-9);
    }

    /** The mean of these is 1. */
    @Test
    void aPlaceIsWhereTheDisagreementIsOneAndAFifthOfItsMean() {
        boolean[] expected = {false, true, true, false};
        assertArrayEquals(expected, mask(2, 0.3f, 1.25f, 1.3f, 1.15f).place());
        assertArrayEquals(new boolean[4], mask(2, 0, 0, 0, 0).place());
    }

    private static DifferenceMask mask(int width, float... d) {
        return new DifferenceMask(FloatBuffer.wrap(d), width);
    }
}
