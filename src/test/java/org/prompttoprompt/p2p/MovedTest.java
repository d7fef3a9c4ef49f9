package org.prompttoprompt.p2p;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.text.Alignment;

/** Maps and latents of a moved object, worked by hand. */
class MovedTest {
    /** Four pixels in a row; the object is the second, and goes two to the right. */
    private static final Displacement TO_THE_END =
            new Displacement(ImageMask.of(new float[] {0, 1, 0, 0}, 4), 0.5, 0, 1, 0);

    private static float[] made(Function<NDManager, NDArray> what) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                return what.apply(manager).toFloatArray();
            }
        });
    }

    private static NDArray map(NDManager m, int pixels, int keys, float... values) {
        return m.create(values, new Shape(values.length / (pixels * keys), pixels, keys));
    }

    /** The last pixel attends as the object did, and the object's old place as its neighbour does; two heads alike. */
    @Test
    void rowsGoAlong() {
        float[] moved = made(m -> TO_THE_END.rows(
                map(m, 4, 2, .1f, .9f, .8f, .2f, .3f, .7f, .4f, .6f, .5f, .5f, 1, 0, .25f, .75f, 0, 1)));
        assertArrayEquals(
                new float[] {.1f, .9f, .1f, .9f, .3f, .7f, .8f, .2f, .5f, .5f, .5f, .5f, .25f, .75f, 1, 0},
                moved,
                1e-6f);
    }

    /** Of a map with a quarter of the pixels, a pixel that is a quarter inside takes a quarter. */
    @Test
    void coarseMapsTakeInParts() {
        float[] object = new float[16];
        object[0] = 1;
        Displacement right = new Displacement(ImageMask.of(object, 4), 0.5, 0, 1, 0);
        float[] moved = made(m -> right.rows(map(m, 4, 1, 10, 20, 30, 40)));
        // Pixel 0: a quarter of the pixel below, which is the nearest outside of both; pixel 1: a quarter of pixel 0.
        assertArrayEquals(new float[] {.75f * 10 + .25f * 30, .75f * 20 + .25f * 10, 30, 40}, moved, 1e-5f);
    }

    /** Twice as large about its own middle: 2 of 8 pixels become 4, and each of them comes from within the old two. */
    @Test
    void aLargerObjectIsSpread() {
        Displacement larger = new Displacement(ImageMask.of(new float[] {0, 0, 0, 1, 1, 0, 0, 0}, 8), 0, 0, 2, 0);
        float[] moved = made(m -> larger.rows(map(m, 8, 1, 0, 0, 0, 10, 20, 0, 0, 0)));
        // T⁻¹ of the middles 2.5, 3.5, 4.5, 5.5 is 3.25, 3.75, 4.25, 4.75: between the middles 3.5 and 4.5 of the old
        // pixels.
        assertArrayEquals(new float[] {0, 0, 7.5f, 12.5f, 17.5f, 15, 0, 0}, moved, 1e-5f);
    }

    /** P·M·Pᵀ with P of the first test, written out, and each row divided by its sum. */
    @Test
    void pixelsLookAtEachOtherAsBefore() {
        float[] moved = made(m -> TO_THE_END.both(
                map(m, 4, 4, .1f, .2f, .3f, .4f, .4f, .3f, .2f, .1f, .25f, .25f, .25f, .25f, 0, .5f, .5f, 0)));
        float[] expected = {
            // Of each row the columns 0, 0, 2, 1.
            .1f, .1f, .3f, .2f, .1f, .1f, .3f, .2f, .25f, .25f, .25f, .25f, .4f, .4f, .2f, .3f
        };
        for (int row = 0; row < 4; row++) {
            float sum = 0;
            for (int i = 0; i < 4; i++) sum += expected[4 * row + i];
            for (int i = 0; i < 4; i++) expected[4 * row + i] /= sum;
        }
        assertArrayEquals(expected, moved, 1e-6f);
    }

    /** The inner edit sees the displaced map of the source, and the target's own as it is. */
    @Test
    void itGoesWithOtherEditsAndTheirWindows() {
        Edit inner = new Reweight(new Replace(Alignment.identity(2)), List.of(1f, 3f));
        Edit moved = new Moved(inner, TO_THE_END);
        float[] values = {.1f, .9f, .8f, .2f, .3f, .7f, .4f, .6f};
        float[] both = made(m -> moved.apply(map(m, 4, 2, values), null));
        assertArrayEquals(made(m -> inner.apply(TO_THE_END.rows(map(m, 4, 2, values)), null)), both, 1e-6f);
        assertArrayEquals(new float[] {.1f, 2.7f, .1f, 2.7f, .3f, 2.1f, .8f, .6f}, both, 1e-6f);
        During window = new During(new Span(0, 2), moved);
        assertEquals(moved, window.at(1));
        assertSame(Edit.NONE, window.at(2));
        Edit all = new Renormalise(new WordWindows(moved, List.of(new Span(0, 2), new Span(0, 1))));
        assertEquals(true, all.at(0).readsOtherPixels());
        assertEquals(true, all.at(1).readsOtherPixels());
        assertEquals(false, new Reweight(new Replace(Alignment.identity(2)), List.of(1f, 1f)).readsOtherPixels());
        assertEquals(
                moved, new Moved(inner, new Displacement(ImageMask.of(new float[] {0, 1, 0, 0}, 4), 0.5, 0, 1, 0)));
    }

    @Test
    void latentsAreCarriedAndWhatLiesOutsideIsKept() {
        float[] carried = made(m -> TO_THE_END.carried(
                m.create(new float[] {10, 20, 30, 40, 50, 60, 70, 80}, new Shape(1, 2, 1, 4)),
                m.create(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, new Shape(1, 2, 1, 4))));
        assertArrayEquals(new float[] {1, 2, 3, 20, 5, 6, 7, 60}, carried);
        Carry carry = new Carry(
                TO_THE_END, new Span(0, 1), Optional.of(new LocalBlend(ImageMask.of(new float[] {0, 1, 0, 1}, 4), 0)));
        float[] blended = made(m ->
                carry.blend(m.create(new float[] {10, 20, 30, 40, 1, 2, 3, 4}, new Shape(2, 1, 1, 4)), Map.of(), 1, 0));
        assertArrayEquals(new float[] {10, 2, 30, 20}, blended);
        float[] later = made(m ->
                carry.blend(m.create(new float[] {10, 20, 30, 40, 1, 2, 3, 4}, new Shape(2, 1, 1, 4)), Map.of(), 1, 1));
        assertArrayEquals(new float[] {10, 2, 30, 4}, later);
    }

    /** With a rim of one pixel its neighbours are filled as well; the next outside of both places is the first. */
    @Test
    void aRimIsFilledToo() {
        Displacement shadow = new Displacement(ImageMask.of(new float[] {0, 0, 1, 0, 0, 0}, 6), 0.5, 0, 1, 1);
        assertArrayEquals(
                new float[] {1, 1, 1, 5, 5, 3}, made(m -> shadow.rows(map(m, 6, 1, 1, 2, 3, 4, 5, 6))), 1e-6f);
    }

    /** Both places with a pixel around each; of three rows the object is in the middle one. */
    @Test
    void thePlacesHaveARim() {
        float[] object = new float[15];
        object[5] = 1;
        ImageMask places = new Displacement(ImageMask.of(object, 5), 0.8, 0, 1, 0).places();
        for (int y = 0; y < 3; y++)
            for (int x = 0; x < 5; x++) assertEquals(x == 2 ? 0 : 1, places.share(y, x), "at " + x + "," + y);
        assertEquals(.5, places.between(.5, .4), 1e-6);
    }
}
