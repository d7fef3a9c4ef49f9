package org.prompttoprompt.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.engine.PyTorch;

/** What a control is handed are probabilities, at every site of the embedded model and in the order of its sites. */
class AttentionRowsTest {
    @Test
    void rowsSumToOneBeforeTheyAreEdited() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                UNet unet = UNet.open(Path.of("models/mini/unet"), manager);
                List<Site> seen = new ArrayList<>();
                AttentionControl control = new AttentionControl() {
                    @Override
                    public boolean wants(Site site) {
                        return true;
                    }

                    @Override
                    public NDArray apply(NDArray maps, Site site) {
                        seen.add(site);
                        float off = maps.sum(new int[] {3}).sub(1).abs().max().getFloat();
                        assertTrue(off < 1e-4, site + ": a row is off by " + off);
                        assertTrue(maps.min().getFloat() >= 0, site + ": negative attention");
                        return maps;
                    }
                };
                NDArray latents = Noise.of(manager, 1, new Shape(1, unet.inChannels(), 16, 8));
                NDArray context = Noise.of(manager, 2, new Shape(1, 32, unet.contextDim()));
                unet.forward(latents, 500, context, control, FeatureControl.NONE);
                assertEquals(unet.sites(16, 8), seen);
                assertTrue(seen.size() > 1);
            }
            return null;
        });
    }

    /** Every map of the second of three rows is to be that of the first, which is built anyway, or not, and the third's too. */
    private static final class FirstForAll implements AttentionControl {
        private final boolean readsFirstOnly;
        private int built;

        FirstForAll(boolean readsFirstOnly) {
            this.readsFirstOnly = readsFirstOnly;
        }

        @Override
        public boolean wants(Site site) {
            return true;
        }

        @Override
        public int firstRow() {
            return 1;
        }

        @Override
        public int rowsRead(Site site, int seen) {
            return readsFirstOnly ? 1 : seen;
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            built += (int) maps.getShape().get(0);
            NDArray first = maps.get(0);
            return NDArrays.stack(new NDList(first, first, first));
        }
    }

    @Test
    void mapsThatAreNotReadAreNotBuilt() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                UNet unet = UNet.open(Path.of("models/mini/unet"), manager);
                // Not smaller: with nine queries or less, MKL on a processor of AMD multiplies one row's heads
                // otherwise than those of two.
                NDArray latents = Noise.of(manager, 1, new Shape(4, unet.inChannels(), 16, 16));
                NDArray context = Noise.of(manager, 2, new Shape(4, 32, unet.contextDim()));
                List<float[]> answers = new ArrayList<>();
                for (boolean firstOnly : new boolean[] {false, true}) {
                    FirstForAll control = new FirstForAll(firstOnly);
                    answers.add(unet.forward(latents, 500, context, control, FeatureControl.NONE)
                            .toFloatArray());
                    assertEquals(unet.sites(16, 16).size() * (firstOnly ? 1 : 3), control.built);
                }
                assertArrayEquals(answers.get(0), answers.get(1));
            }
            return null;
        });
    }
}
