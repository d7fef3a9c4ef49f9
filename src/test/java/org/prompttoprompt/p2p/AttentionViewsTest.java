package org.prompttoprompt.p2p;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.PyTorch;

class AttentionViewsTest {
    /** A layer of one head that says 1 everywhere and one of three heads that say 0, 0 and 0.6: (1 + 0.2) / 2, over 2 steps. */
    @Test
    void eachLayerCountsOnceHoweverManyHeadsItHas() {
        float[] heat = PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Map<Site, NDArray> sums = new LinkedHashMap<>();
                sums.put(new Site("a", Site.Place.DOWN, true, 2, 2), manager.ones(new Shape(1, 1, 4, 1)));
                NDArray heads = manager.create(new float[] {0, 0, .6f}, new Shape(1, 3, 1, 1));
                sums.put(new Site("b", Site.Place.UP, true, 1, 1), heads);
                return new AttentionViews(sums, 2).heat(0, 2, 2).toFloatArray();
            }
        });
        assertArrayEquals(new float[] {.3f, .3f, .3f, .3f}, heat, 1e-6f);
    }

    private static float[] onEngine(Function<NDManager, NDArray> views) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                return views.apply(manager).toFloatArray();
            }
        });
    }

    /** Of three heads in the chosen layers, over 2 steps: (1 + 2 + 6) / 3 / 2, of row 1. */
    @Test
    void theAverageIsOverHeadsAndSteps() {
        Site up = new Site("a", Site.Place.UP, true, 1, 1);
        Site down = new Site("b", Site.Place.DOWN, true, 1, 1);
        Site mid = new Site("c", Site.Place.MID, true, 1, 1);
        float[] average = onEngine(manager -> {
            Map<Site, NDArray> sums = new LinkedHashMap<>();
            sums.put(up, manager.create(new float[] {9, 9, 1, 2}, new Shape(2, 2, 1, 1)));
            sums.put(down, manager.create(new float[] {9, 6}, new Shape(2, 1, 1, 1)));
            sums.put(mid, manager.create(new float[] {9, 100}, new Shape(2, 1, 1, 1)));
            AttentionViews views = new AttentionViews(sums, 2);
            assertThrows(IllegalArgumentException.class, () -> views.average(1, site -> false));
            return views.average(1, site -> site.place() != Site.Place.MID);
        });
        assertArrayEquals(new float[] {1.5f}, average, 1e-6f);
    }

    /** One row that is not flat, (2, -1, -1) / 3 or -(2, -1, -1) / 6 about its mean: the same pattern, 6 long in root. */
    @Test
    void aPatternsLargestMagnitudeIsPositive() {
        float root = (float) Math.sqrt(6);
        for (float[] row : new float[][] {{1, 0, 0}, {0, .5f, .5f}}) {
            Function<NDManager, NDArray> average = manager ->
                    manager.create(new float[] {row[0], row[1], row[2], .2f, .2f, .2f, .4f, .4f, .4f}, new Shape(3, 3));
            float[] pattern = onEngine(average.andThen(map -> AttentionViews.components(map, 1)));
            assertArrayEquals(new float[] {2 / root, -1 / root, -1 / root}, pattern, 1e-5f);
            float[] strengths = onEngine(average.andThen(AttentionViews::strengths));
            float strength = row[0] == 1 ? root / 3 : root / 6;
            assertArrayEquals(new float[] {strength, 0, 0}, strengths, 1e-5f);
        }
    }
}
