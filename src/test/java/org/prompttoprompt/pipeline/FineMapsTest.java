package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.SourceImage;

/** Fine maps of a word that acts in the left half of an image whose edge lies elsewhere than between two cells of its map. */
class FineMapsTest {
    private static final Site CROSS = new Site("x.attn2", Site.Place.UP, true, 4, 4);
    private static final int SIDE = 32;
    /** Cells are 8 pixels wide; the edge is within the second. */
    private static final int EDGE = 13;

    @Test
    void aFineMapHasItsEdgeWhereTheImageHasIt() {
        float[] maps = new float[16 * 2];
        for (int i = 0; i < 16; i++) maps[2 * i + 1] = i % 4 == 0 ? .8f : i % 4 == 1 ? .5f : .2f;
        float[] rgb = new float[3 * SIDE * SIDE];
        for (int i = 0; i < rgb.length; i++) rgb[i] = i % SIDE < EDGE ? .9f : .1f;
        SourceImage image = SourceImage.of(SIDE, SIDE, rgb);
        float[] fine = PyTorch.call(() -> {
            try (NDManager m = PyTorch.newManager()) {
                FineMaps made = new FineMaps(
                        Map.of(CROSS, m.create(maps, new Shape(1, 1, 16, 2)).mul(3)), 3, 4, 4);
                return made.of(0, List.of(List.of(1)), image).get(0);
            }
        });
        assertEquals(SIDE * SIDE, fine.length);
        int row = 16 * SIDE;
        float step = fine[row + EDGE - 1] - fine[row + EDGE];
        assertTrue(step > .15, "the step at the edge is " + step);
        for (int x = 1; x < SIDE; x++)
            assertTrue(x == EDGE || fine[row + x - 1] - fine[row + x] < step / 2, "a step at " + x);
    }

    @Test
    void theLowestBecomesNothingAndTheHighestStays() {
        assertArrayEquals(new float[] {0, .4f, .8f}, FineMaps.fromZero(new float[] {.2f, .5f, .8f}), 1e-6f);
        assertArrayEquals(new float[3], FineMaps.fromZero(new float[] {.2f, .2f, .2f}));
    }
}
