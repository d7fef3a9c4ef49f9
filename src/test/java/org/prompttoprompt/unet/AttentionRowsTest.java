package org.prompttoprompt.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
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
}
