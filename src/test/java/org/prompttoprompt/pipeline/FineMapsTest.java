package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
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

    /** Layers of one level with m and 3 m, and one of another with 5 m' at half the size: as three layers on their own, 2 m twice and 5 m'. */
    @Test
    void layersAreAveragedWhateverTheirLevel() {
        float[] image = new float[3 * SIDE * SIDE];
        for (int i = 0; i < image.length; i++) image[i] = i % 7 / 7f;
        SourceImage guide = SourceImage.of(SIDE, SIDE, image);
        Site second = new Site("y.attn2", Site.Place.UP, true, 4, 4);
        Site small = new Site("z.attn2", Site.Place.UP, true, 2, 2);
        float[][] fine = PyTorch.call(() -> {
            try (NDManager m = PyTorch.newManager()) {
                NDArray map = m.arange(32f).reshape(1, 1, 16, 2);
                NDArray half = m.arange(8f).reshape(1, 1, 4, 2).mul(5);
                return new float[][] {
                    of(Map.of(CROSS, map, second, map.mul(3), small, half), guide),
                    of(Map.of(CROSS, map.mul(2), second, map.mul(2), small, half), guide),
                    of(Map.of(CROSS, map.mul(2)), guide),
                    of(Map.of(CROSS, map.mul(2), second, map.mul(2)), guide)
                };
            }
        });
        assertArrayEquals(fine[0], fine[1], 1e-4f);
        assertArrayEquals(fine[2], fine[3], 1e-4f);
        assertTrue(Math.abs(fine[0][SIDE * SIDE - 1] - fine[2][SIDE * SIDE - 1]) > .1, "the small level counts");
    }

    private static float[] of(Map<Site, NDArray> sums, SourceImage guide) {
        return new FineMaps(sums, 3, 4, 4).of(0, List.of(List.of(1)), guide).get(0);
    }

    @Test
    void theLowestBecomesNothingAndTheHighestStays() {
        assertArrayEquals(new float[] {0, .4f, .8f}, FineMaps.fromZero(new float[] {.2f, .5f, .8f}), 1e-6f);
        assertArrayEquals(new float[3], FineMaps.fromZero(new float[] {.2f, .2f, .2f}));
    }
}
