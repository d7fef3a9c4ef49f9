package org.prompttoprompt.p2p;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.PyTorch;

/** Self-attention that is added up a few pixels at a time is that of whole maps; of steps that are asked for alone. */
class ClearMapsTest {
    private static final int HEADS = 2;
    private static final int SIDE = 64;
    private static final Site SELF = new Site("a.attn1", Site.Place.UP, false, SIDE, SIDE);
    private static final Site SECOND = new Site("b.attn1", Site.Place.UP, false, SIDE, SIDE);
    private static final Site WORDS = new Site("a.attn2", Site.Place.UP, true, SIDE, SIDE);
    private static final List<Site> SITES = List.of(SELF, SECOND, WORDS);

    /** Two layers of 64 x 64 pixels with 2 heads, of which no chunk holds all: one sum, equal to the means of whole maps. */
    @Test
    void aFewPixelsAtATimeGiveTheSumOfWholeMaps() {
        assertTrue((long) HEADS * SIDE * SIDE * SIDE * SIDE > ClearMaps.MOST_VALUES, "the maps are more than one part");
        PyTorch.call(() -> {
            try (NDManager m = PyTorch.newManager();
                    ClearMaps clear = new ClearMaps(m, SITES, Set.of(7))) {
                NDArray q = m.randomNormal(0, 2, new Shape(3, SIDE * SIDE, 4), DataType.FLOAT32);
                NDArray k = m.randomNormal(0, 2, new Shape(3, SIDE * SIDE, 4), DataType.FLOAT32);
                clear.observe(SELF, q, k, HEADS, 1, Optional.empty());
                clear.observe(SECOND, k, q, HEADS, 1, Optional.empty());
                assertEquals(1, clear.sums().size(), "one sum for the level");
                NDArray sum = clear.sums().values().iterator().next();
                assertEquals(new Shape(2, 1, SIDE * SIDE, SIDE * SIDE), sum.getShape());
                for (int row = 0; row < 2; row++) {
                    String of = (row + 1) + ":" + (row + 2);
                    NDArray whole = Ops.probs(q.get(of), k.get(of), HEADS)
                            .mean(new int[] {1})
                            .add(Ops.probs(k.get(of), q.get(of), HEADS).mean(new int[] {1}));
                    assertEquals(
                            0,
                            AttentionPixel.distance(whole.get(0), sum.get(row).get(0)),
                            1e-5);
                }
            }
            return null;
        });
    }

    @Test
    void aSourceThatIsNotDrawnIsTakenFromItsMap() {
        Site small = new Site("a.attn1", Site.Place.UP, false, 1, 2);
        Site words = new Site("a.attn2", Site.Place.UP, true, 1, 2);
        PyTorch.call(() -> {
            try (NDManager m = PyTorch.newManager();
                    ClearMaps clear = new ClearMaps(m, List.of(small, words), Set.of(1))) {
                NDArray map = m.create(new float[] {.75f, .25f, .5f, .5f, .25f, .75f, .5f, .5f}, new Shape(2, 2, 2));
                NDArray zeros = m.zeros(new Shape(1, 2, 2));
                clear.observe(small, zeros, zeros, 2, 0, Optional.of(map));
                float[] sum = clear.sums().values().iterator().next().toFloatArray();
                assertArrayEquals(new float[] {.5f, .5f, .5f, .5f, .5f, .5f, .5f, .5f}, sum, 1e-6f);
                clear.add(small, map.expandDims(0).concat(map.expandDims(0)));
                sum = clear.sums().values().iterator().next().toFloatArray();
                assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, sum, 1e-6f);
            }
            return null;
        });
    }

    @Test
    void otherStepsAndWaysDownAreNotRead() {
        Site down = new Site("d.attn2", Site.Place.DOWN, true, 8, 8);
        Site downSelf = new Site("d.attn1", Site.Place.DOWN, false, 8, 8);
        Site huge = new Site("h.attn1", Site.Place.UP, false, 128, 128);
        Site hugeWords = new Site("h.attn2", Site.Place.UP, true, 128, 128);
        PyTorch.call(() -> {
            try (NDManager m = PyTorch.newManager();
                    ClearMaps clear =
                            new ClearMaps(m, List.of(down, downSelf, SELF, WORDS, huge, hugeWords), Set.of(8, 9))) {
                assertTrue(clear.observes(SELF, 8));
                assertFalse(clear.observes(SELF, 7));
                assertFalse(clear.observes(WORDS, 8));
                assertFalse(clear.observes(downSelf, 8));
                assertFalse(clear.observes(huge, 8), "its sum would take a gigabyte");
                assertTrue(clear.reads(WORDS, 9));
                assertTrue(clear.reads(hugeWords, 9));
                assertFalse(clear.reads(WORDS, 0));
                assertFalse(clear.reads(down, 9));
            }
            return null;
        });
    }
}
