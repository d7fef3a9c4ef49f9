package org.prompttoprompt.p2p;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
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
}
