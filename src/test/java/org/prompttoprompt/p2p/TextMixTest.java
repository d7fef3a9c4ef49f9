package org.prompttoprompt.p2p;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Alignment.Column;
import org.prompttoprompt.unet.Context;

/** Texts of three tokens with two numbers each, mixed by hand. */
class TextMixTest {
    private static final float[] C = {1, 0, 0, 2, 3, 0};
    private static final float[] C_STAR = {0, 1, 0, 4, 0, 3};

    private static float[] mixed(double s, boolean spherical, List<Integer> partners) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Shape shape = new Shape(1, 3, 2);
                return new TextMix(s, spherical, partners)
                        .of(Context.of(manager.create(C, shape)), Context.of(manager.create(C_STAR, shape)))
                        .tokens()
                        .toFloatArray();
            }
        });
    }

    @Test
    void theLineIsTheWeightedMean() {
        assertArrayEquals(new float[] {.75f, .25f, 0, 2.5f, 2.25f, .75f}, mixed(.25, false, List.of(0, 1, 2)), 1e-6f);
    }

    /** A right angle is halved: (cos 45°, sin 45°); of one direction the lengths are mixed. */
    @Test
    void theArcKeepsTheLength() {
        float half = (float) Math.sqrt(.5);
        assertArrayEquals(new float[] {half, half, 0, 3, 3 * half, 3 * half}, mixed(.5, true, List.of(0, 1, 2)), 1e-5f);
        float cos = (float) Math.cos(Math.PI / 6);
        assertArrayEquals(
                new float[] {cos, .5f},
                new float[] {mixed(1 / 3.0, true, List.of(0, 1, 2))[0], mixed(1 / 3.0, true, List.of(0, 1, 2))[1]},
                1e-5f);
    }

    @Test
    void theEndsAreTheTextsToTheBit() {
        assertArrayEquals(C, mixed(0, false, List.of(0, 1, 2)));
        assertArrayEquals(C_STAR, mixed(1, false, List.of(0, 1, 2)));
    }

    @Test
    void tokensMeetTheirPartners() {
        assertArrayEquals(new float[] {3, 0, 1, 0, 0, 2}, mixed(0, false, List.of(2, 0, 1)));
    }

    /** Target tokens 0 and 2 have partners, 1 is new: it takes what is left. */
    @Test
    void everyTokenHasOnePartner() {
        Alignment phrase = new Alignment(
                List.of(new Column(List.of(0), 1), new Column(List.of(), 0), new Column(List.of(1), 1)), 3);
        assertEquals(List.of(0, 2, 1), phrase.partners());
        Alignment shared = new Alignment(
                List.of(new Column(List.of(1), .5f), new Column(List.of(1), .5f), new Column(List.of(0, 2), 1)), 3);
        assertEquals(List.of(1, 2, 0), shared.partners());
    }
}
