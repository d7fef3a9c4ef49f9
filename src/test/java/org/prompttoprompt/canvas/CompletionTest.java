package org.prompttoprompt.canvas;

import static org.junit.jupiter.api.Assertions.*;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;

/** The surroundings of a hole go on in it. */
class CompletionTest {
    private static final int SIDE = 96;

    private static boolean[] hole(int left, int top, int right, int bottom) {
        boolean[] hole = new boolean[SIDE * SIDE];
        for (int y = top; y < bottom; y++) for (int x = left; x < right; x++) hole[y * SIDE + x] = true;
        return hole;
    }

    /** Above the horizon it is bright, below dark with grain; in the hole is something else. */
    private static float[] horizon(boolean[] hole) {
        Random random = new Random(1);
        float[] levels = new float[SIDE * SIDE];
        for (int i = 0; i < levels.length; i++)
            levels[i] = hole[i] ? 255 : i / SIDE < 48 ? 200 : 60 + 20 * random.nextFloat();
        return levels;
    }

    @Test
    void aHorizonGoesOn() {
        boolean[] hole = hole(30, 30, 62, 68);
        float[] levels = horizon(hole);
        float[] before = levels.clone();
        Completion.fill(new float[][] {levels}, hole, hole, SIDE);
        int right = 0;
        int n = 0;
        for (int i = 0; i < levels.length; i++) {
            if (!hole[i]) assertEquals(before[i], levels[i], "outside");
            if (!hole[i] || Math.abs(i / SIDE - 48) < 6) continue;
            n++;
            if (i / SIDE < 48 ? levels[i] > 180 : levels[i] < 100) right++;
        }
        assertTrue(right > 0.9 * n, right + " of " + n);
        float[] again = horizon(hole);
        Completion.fill(new float[][] {again}, hole, hole, SIDE);
        assertArrayEquals(levels, again, "the same each time");
    }

    /** Stripes of a period of six pixels are no mean grey in the hole. */
    @Test
    void aTextureGoesOn() {
        boolean[] hole = hole(36, 36, 56, 60);
        float[] levels = new float[SIDE * SIDE];
        for (int i = 0; i < levels.length; i++) levels[i] = hole[i] ? 0 : i % SIDE % 6 < 3 ? 220 : 40;
        Completion.fill(new float[][] {levels}, hole, hole, SIDE);
        double apart = 0;
        int n = 0;
        for (int i = 0; i < levels.length; i++) {
            if (!hole[i]) continue;
            apart += Math.abs(levels[i] - (i % SIDE % 6 < 3 ? 220 : 40));
            n++;
        }
        assertTrue(apart / n < 20, "mean difference " + apart / n);
    }

    /** Nothing is taken from what is unknown, such as a mirror image of the object. */
    @Test
    void whatIsUnknownIsNoSource() {
        boolean[] hole = hole(40, 40, 56, 56);
        boolean[] unknown = hole(0, 0, 96, 20);
        for (int i = 0; i < hole.length; i++) unknown[i] |= hole[i];
        float[] levels = new float[SIDE * SIDE];
        for (int i = 0; i < levels.length; i++) levels[i] = unknown[i] ? 250 : 100;
        Completion.fill(new float[][] {levels}, hole, unknown, SIDE);
        for (int i = 0; i < levels.length; i++) if (hole[i]) assertEquals(100, levels[i], 1e-3);
    }

    /** What the model leaves as it is shows the surroundings, in the image's own values; outside every pixel stays. */
    @Test
    void anEditBeginsWithTheSurroundings() {
        ImagePlus image = new ImagePlus("object", new ByteProcessor(64, 64));
        image.getProcessor().setValue(90);
        image.getProcessor().fill();
        image.getProcessor().setValue(240);
        image.getProcessor().fill(new Roi(24, 24, 16, 16));
        image.setDisplayRange(0, 255);
        image.setRoi(20, 20, 24, 24);
        EditRequest request =
                RetouchTest.request().with("begin", "surroundings").with("feather", 0);
        Inverting model = new Inverting(request, argb -> argb);
        ImagePlus result =
                Retouch.of(image, request, Optional.empty()).run(model).orElseThrow();
        assertEquals(240, image.getProcessor().get(32, 32));
        assertEquals(240, result.getStack().getProcessor(1).get(32, 32), "the first slice is the image");
        for (int i = 0; i < 64 * 64; i++)
            assertEquals(90, result.getStack().getProcessor(2).get(i), 1, "pixel " + i);
        assertEquals(90, model.seen.get(0)[32 * 64 + 32] & 255, 1, "the model does not see the object");
    }

    @Test
    void withoutSurroundingsItIsRefused() {
        ImagePlus image = new ImagePlus("full", new ByteProcessor(64, 64));
        EditRequest request = RetouchTest.request().with("begin", "surroundings");
        assertTrue(refusal(image, request).contains("begin=surroundings: nothing says where"));
        image.setRoi(0, 0, 64, 64);
        assertTrue(refusal(image, request).contains("all of 'full' is selected"));
    }

    private static String refusal(ImagePlus image, EditRequest request) {
        return assertThrows(Refusal.class, () -> Retouch.of(image, request, Optional.empty()))
                .getMessage();
    }
}
