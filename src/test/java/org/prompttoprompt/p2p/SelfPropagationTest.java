package org.prompttoprompt.p2p;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.PyTorch;

/** Maps spread by self-attention, worked by hand on two and four pixels. */
class SelfPropagationTest {
    private static final Site CROSS = new Site("x.attn2", Site.Place.UP, true, 2, 2);
    private static final Site SELF = new Site("x.attn1", Site.Place.UP, false, 2, 2);

    private static float[] with(Function<NDManager, NDArray> job) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                return job.apply(manager).toFloatArray();
            }
        });
    }

    /** S = [.75 .25; .5 .5] squared is [.5625 .0625; .25 .25], by rows [.9 .1; .5 .5]. */
    @Test
    void twoPixelsByHand() {
        float[] sharpened =
                with(m -> SelfPropagation.sharpened(m.create(new float[] {.75f, .25f, .5f, .5f}, new Shape(2, 2))));
        assertArrayEquals(new float[] {.9f, .1f, .5f, .5f}, sharpened, 1e-6f);
        // S (1, 0) = (.9, .5); S (.9, .5) = (.86, .7)
        float[] spread = with(m -> SelfPropagation.spread(
                m.create(new float[] {1, 0}, new Shape(2, 1)), m.create(sharpened, new Shape(2, 2))));
        assertArrayEquals(new float[] {.86f, .7f}, spread, 1e-6f);
    }

    /** Rows that sum to one leave an even map even, and nothing rises above the highest. */
    @Test
    void anEvenMapStays() {
        float[] self = {.1f, .2f, .3f, .4f, .7f, .1f, .1f, .1f, .25f, .25f, .25f, .25f, 0, 0, .5f, .5f};
        float[] spread = with(m -> SelfPropagation.spread(
                m.ones(new Shape(4, 1)).mul(.3f),
                Map.of(SELF, m.create(self, new Shape(1, 1, 4, 4)), CROSS, m.ones(new Shape(1, 1, 4, 2))),
                0));
        assertArrayEquals(new float[] {.3f, .3f, .3f, .3f}, spread, 1e-6f);
    }

    @Test
    void whereNoneWasKeptTheMapIsItself() {
        float[] spread = with(m -> SelfPropagation.spread(
                m.create(new float[] {.1f, .9f, .2f, .3f}, new Shape(4, 1)),
                Map.of(CROSS, m.ones(new Shape(1, 1, 4, 2))),
                0));
        assertArrayEquals(new float[] {.1f, .9f, .2f, .3f}, spread);
    }

    @Test
    void levelsWithCrossAttentionThatAreSmallAreRead() {
        Site large = new Site("y.attn1", Site.Place.UP, false, 128, 128);
        Site largeCross = new Site("y.attn2", Site.Place.UP, true, 128, 128);
        Site alone = new Site("z.attn1", Site.Place.MID, false, 1, 1);
        List<Site> all = List.of(CROSS, SELF, large, largeCross, alone);
        assertTrue(SelfPropagation.reads(SELF, all));
        assertFalse(SelfPropagation.reads(CROSS, all));
        assertFalse(SelfPropagation.reads(large, all));
        assertFalse(SelfPropagation.reads(alone, all));
    }

    /** Pixels 0 and 1 look at each other, 2 and 3 likewise; the word acts at 0 alone. Fine, its region is 0 and 1. */
    @Test
    void aFineRegionTakesInWhatBelongsTogether() {
        float[] self = {.5f, .5f, 0, 0, .5f, .5f, 0, 0, 0, 0, .5f, .5f, 0, 0, .5f, .5f};
        float[] cross = {.1f, .9f, .9f, .1f, .8f, .2f, .8f, .2f};
        for (boolean fine : new boolean[] {false, true}) {
            String inside = PyTorch.call(() -> {
                try (NDManager m = PyTorch.newManager()) {
                    Map<Site, NDArray> sums = Map.of(
                            SELF, m.create(self, new Shape(1, 1, 4, 4)), CROSS, m.create(cross, new Shape(1, 1, 4, 2)));
                    StringBuilder text = new StringBuilder();
                    for (boolean in : new WordRegion(List.of(1), .6, false, fine)
                            .of(sums, 0, 2, 2)
                            .toBooleanArray()) text.append(in ? 1 : 0);
                    return text.toString();
                }
            });
            assertEquals(fine ? "1100" : "1000", inside);
        }
    }

    /** Pixels that look at themselves alone keep what they have; what all have is no region. */
    @Test
    void whatIsEverywhereIsTakenOff() {
        float[] self = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
        float[] cross = {.1f, .9f, .3f, .7f, .3f, .7f, .3f, .7f};
        boolean[] inside = PyTorch.call(() -> {
            try (NDManager m = PyTorch.newManager()) {
                Map<Site, NDArray> sums = Map.of(
                        SELF, m.create(self, new Shape(1, 1, 4, 4)), CROSS, m.create(cross, new Shape(1, 1, 4, 2)));
                return new WordRegion(List.of(1), .6, false, true)
                        .of(sums, 0, 2, 2)
                        .toBooleanArray();
            }
        });
        assertArrayEquals(new boolean[] {true, false, false, false}, inside);
    }
}
