package org.prompttoprompt.p2p;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.PyTorch;

/** Masks of words and of drawn regions, and what they have in common, worked by hand on latents of 2 x 2. */
class MaskTest {
    private static final Site SITE = new Site("a", Site.Place.UP, true, 2, 2);
    /** Two rows of one head, four pixels, two tokens: the source's token 1 acts at pixel 0, the target's at pixels 1 and 3. */
    private static final float[] MAPS = {.1f, .9f, .9f, .1f, .9f, .1f, .9f, .1f, .9f, .1f, .2f, .8f, .9f, .1f, .4f, .6f
    };

    private static void check(String expected, Mask mask) {
        String inside = PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Map<Site, NDArray> sums = Map.of(SITE, manager.create(MAPS, new Shape(2, 1, 4, 2)));
                NDArray latents = manager.zeros(new Shape(1, 4, 2, 2));
                NDArray region = mask.of(sums, 1, latents);
                assertEquals(new Shape(1, 1, 2, 2), region.getShape());
                StringBuilder text = new StringBuilder();
                for (float one : region.toFloatArray()) text.append(one == 0 ? "0" : one == 1 ? "1" : "(" + one + ")");
                return text.toString();
            }
        });
        assertEquals(expected, inside);
    }

    private static ImageMask drawn(String rows) {
        String[] lines = rows.split(" ");
        boolean[] inside = new boolean[lines.length * lines[0].length()];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = rows.replace(" ", "").charAt(i) == '1';
        }
        return ImageMask.of(inside, lines[0].length());
    }

    private static WordsMask words(double threshold) {
        return new WordsMask(List.of(1), List.of(1), threshold, false);
    }

    @Test
    void wordsActInTheSourceOrInTheTarget() {
        check("1101", words(.5));
        check("1100", words(.8));
    }

    @Test
    void neighboursAreTakenInWhereTheRegionIsEnlarged() {
        check("1111", new WordsMask(List.of(1), List.of(1), .5, true));
    }

    @Test
    void aDrawnRegionIsSampledDownAndItsThinLinesSurvive() {
        check("1010", drawn("1000 1000 1000 1000"));
        check("0001", drawn("0000 0000 0000 0001"));
        check("0000", drawn("0000 0000 0000 0000"));
        check("1100", drawn("010 000 000"));
        check("0011", drawn("0 0 0 1"));
        check("0101", drawn("01 01"));
    }

    @Test
    void masksAreCombined() {
        check("1000", words(.5).and(drawn("10 10")));
        check("1111", words(.5).or(drawn("10 10")));
        check("0010", words(.5).not());
        check("0100", words(.5).and(drawn("10 10").not()).and(drawn("11 00")));
    }

    /** Feathered regions keep their innermost share; AND is the smaller share, OR the larger, NOT what is missing to 1. */
    @Test
    void softMasksAreCombined() {
        ImageMask soft = ImageMask.of(new float[] {.25f, .5f, 0, 1}, 2);
        check("(0.25)(0.5)01", soft);
        check("(0.25)(0.5)00", soft.and(words(.8)));
        check("1101", soft.or(words(.8)));
        check("(0.75)(0.5)10", soft.not());
        check("1111", ImageMask.of(new float[] {0, 0, 0, 0, 1, 0, 0, 0, 0}, 3));
    }

    /** A sweep shares the rows of variants whose masks are equal. */
    @Test
    void equalMasksAreEqual() {
        assertEquals(words(.5).and(drawn("10 10")), words(.5).and(drawn("10 10")));
        assertNotEquals(words(.5).and(drawn("10 10")), words(.5).and(drawn("10 11")));
    }

    /** x + mask (x* - x): the target inside, the source outside. */
    @Test
    void aBlendKeepsTheTargetInsideAndTheSourceOutside() {
        float[] blended = PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                NDArray source = manager.create(new float[] {1, 2, 3, 4}, new Shape(1, 1, 2, 2));
                NDArray target = manager.create(new float[] {-1, -2, -3, -4}, new Shape(1, 1, 2, 2));
                LocalBlend blend = new LocalBlend(drawn("10 01"), 3);
                assertEquals(List.of(false, true), List.of(blend.actsAt(2), blend.actsAt(3)));
                return blend.blend(source, target, Map.of(), 1).toFloatArray();
            }
        });
        assertArrayEquals(new float[] {-1, 2, 3, -4}, blended);
    }
}
