package org.prompttoprompt.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Untouched;
import org.prompttoprompt.attention.Witness;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.engine.Rows;

/** Rows of the same latents are computed once until they look at their prompts, and come out as each alone. */
class AlikeRowsTest {
    private static final String RESNET = "down_blocks.0.resnets.0.conv2";
    private static final String ATTENTION = "down_blocks.0.attentions.0.transformer_blocks.0.attn";
    private static final int[] TWICE = {0, 1, 0, 1};

    /** Sees how many rows each layer has, and may be said to change one. */
    private record Seen(Map<String, Long> rows, String wanted) implements Untouched {
        Seen(String wanted) {
            this(new TreeMap<>(), wanted);
        }

        @Override
        public boolean wants(String layer) {
            return layer.equals(wanted);
        }

        @Override
        public void used(NDArray built, NDArray used, String layer) {
            rows.put(layer, built.getShape().get(0));
        }
    }

    /** Wants the maps of the first layer, or looks at what it multiplied. */
    private record Looks(boolean wanted, boolean witness) implements AttentionControl {
        @Override
        public boolean wants(Site site) {
            return wanted && site.name().equals(ATTENTION + "1");
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            return maps;
        }

        @Override
        public Optional<Witness> witness(Site site) {
            Witness four = (q, k, v, product, heads) ->
                    assertEquals(4, product.getShape().get(0));
            return witness && site.name().equals(ATTENTION + "1") ? Optional.of(four) : Optional.empty();
        }
    }

    /** Returns the answer to these rows of two latents; each row has a prompt of its own. */
    private static NDArray answer(
            NDManager manager, UNet unet, int side, int[] rows, AttentionControl control, FeatureControl features) {
        NDArray latents = Noise.of(manager, 1, new Shape(2, unet.inChannels(), side, side));
        NDArray context = Noise.of(manager, 2, new Shape(4, 32, unet.contextDim()));
        return unet.forward(Rows.select(latents, rows), 500, context.get(":" + rows.length), control, features);
    }

    private static Seen seen(int side, int[] rows, AttentionControl control, String wanted) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Seen seen = new Seen(wanted);
                answer(manager, UNet.open(Path.of("models/mini/unet"), manager), side, rows, control, seen);
                return seen;
            }
        });
    }

    @Test
    void rowsOfTheSameNumbersAreAlike() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                NDArray x = manager.create(new float[] {1, 2, 3, 4, 1, 2, 1, 3, 3, 4}, new Shape(5, 1, 1, 2));
                AlikeRows alike = AlikeRows.of(x);
                assertArrayEquals(new int[] {0, 1, 3}, alike.first());
                assertArrayEquals(new int[] {0, 1, 0, 2, 1}, alike.group());
                assertTrue(alike.any());
                assertEquals(x, alike.all(alike.some(x)));
                assertSame(AlikeRows.NONE, AlikeRows.of(x.get(":2")));
                assertSame(AlikeRows.NONE, AlikeRows.of(x.get(":1")));
                assertFalse(AlikeRows.NONE.any());
            }
            return null;
        });
    }

    @Test
    void eachComesOutAsAlone() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                UNet unet = UNet.open(Path.of("models/mini/unet"), manager);
                NDArray all = answer(manager, unet, 40, TWICE, AttentionControl.NONE, FeatureControl.NONE);
                // Whoever looks has each row computed.
                NDArray apart = answer(manager, unet, 40, TWICE, AttentionControl.NONE, new Seen(RESNET));
                assertArrayEquals(apart.toFloatArray(), all.toFloatArray());
                assertFalse(all.get(0).equals(all.get(2)), "prompts differ");
            }
            return null;
        });
    }

    @Test
    void untilTheyLookAtThePromptsTheyAreComputedOnce() {
        Map<String, Long> rows = seen(40, TWICE, AttentionControl.NONE, "").rows();
        assertEquals(2, rows.remove(RESNET));
        for (String layer : new String[] {"1.to_q", "1.to_k", "1.to_v"})
            assertEquals(2, rows.remove(ATTENTION + layer));
        assertEquals(4, rows.get(ATTENTION + "2.to_q"));
        rows.forEach((layer, each) -> assertEquals(4, each, layer));
    }

    /** A model this small is drawn as before, and what is not alike is computed by itself. */
    @Test
    void smallLatentsAndOthersAreComputedEach() {
        seen(32, TWICE, AttentionControl.NONE, "").rows().forEach((layer, each) -> assertEquals(4, each, layer));
        seen(40, new int[] {0, 1}, AttentionControl.NONE, "")
                .rows()
                .forEach((layer, each) -> assertEquals(2, each, layer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {RESNET, ATTENTION + "1.to_q", ATTENTION + "1.to_k", ATTENTION + "1.to_v", ATTENTION + "1.product"
            })
    void whatIsChangedIsComputedForEach(String wanted) {
        seen(40, TWICE, AttentionControl.NONE, wanted).rows().forEach((layer, each) -> assertEquals(4, each, layer));
    }

    @Test
    void whatIsLookedAtIsComputedForEach() {
        for (Looks looks : new Looks[] {new Looks(true, false), new Looks(false, true)})
            seen(40, TWICE, looks, "").rows().forEach((layer, each) -> assertEquals(4, each, layer));
    }
}
