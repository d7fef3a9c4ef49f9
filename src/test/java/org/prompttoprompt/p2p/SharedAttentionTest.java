package org.prompttoprompt.p2p;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.PyTorch;

/** Shared self-attention and taken keys and values, worked by hand. */
class SharedAttentionTest {
    /** Target: mean 1, spread √2; source: mean 12, spread √8 = 2 √2. Second channel: constant source. */
    @Test
    void aTargetTakesMeanAndSpread() {
        float[] aligned = PyTorch.call(() -> {
            try (NDManager m = PyTorch.newManager()) {
                NDArray x = m.create(new float[] {0, 5, 2, 9}, new Shape(1, 2, 2));
                NDArray y = m.create(new float[] {10, 3, 14, 3}, new Shape(1, 2, 2));
                return SharedAttention.adain(x, y).toFloatArray();
            }
        });
        assertArrayEquals(new float[] {10, 3, 14, 3}, aligned, .01f);
    }

    /**
     * One channel, two pixels, one head. Source: q = 0, k = (0, 0), v = (1, 3). Target: k = (5, 7), which become (0, 0), v = (10,
     * 20): equal scores, so that every pixel sees the mean of all four values, 8.5.
     */
    @Test
    void aTargetLooksAtBoth() {
        float[] product = PyTorch.call(() -> {
            try (NDManager m = PyTorch.newManager()) {
                NDArray q = m.create(new float[] {0, 0, 4, 9}, new Shape(2, 2, 1));
                NDArray k = m.create(new float[] {0, 0, 5, 7}, new Shape(2, 2, 1));
                NDArray v = m.create(new float[] {1, 3, 10, 20}, new Shape(2, 2, 1));
                SharedAttention.Operands operands = SharedAttention.operands(q, k, v, 0, 1);
                assertEquals(new Shape(1, 4, 1), operands.k().getShape());
                assertArrayEquals(
                        operands.product(1).toFloatArray(),
                        pixel(operands, 0).concat(pixel(operands, 1), 1).toFloatArray(),
                        1e-5f);
                return operands.product(1).toFloatArray();
            }
        });
        assertArrayEquals(new float[] {8.5f, 8.5f}, product, .05f);
    }

    private static NDArray pixel(SharedAttention.Operands o, int p) {
        AttentionPixel pixel = new AttentionPixel(o.q(), o.k(), o.v(), o.product(1), 1, p);
        return pixel.times(pixel.freeMap(0), 0);
    }

    @Test
    void theWindowsSayWhen() {
        KeysAndValues keys = new KeysAndValues(List.of("a", "b"), new Span(1, 3));
        assertEquals(List.of(), keys.at(0));
        assertEquals(List.of("a.to_k", "a.to_v", "b.to_k", "b.to_v"), keys.at(2));
        SharedAttention shared = new SharedAttention(List.of("a"), new Span(0, 1));
        assertEquals(List.of("a.product"), shared.at(0));
        assertEquals(List.of(), shared.at(1));
        FeatureInjection all =
                new FeatureInjection("conv", new Span(0, 1), List.of("a"), new Span(0, 2), false, keys, shared);
        assertEquals(List.of("conv", "a.to_q", "a.to_k", "a.product"), all.at(0));
        assertEquals(List.of("a.to_q", "a.to_k", "a.to_v", "b.to_k", "b.to_v"), all.at(1));
    }
}
