package org.prompttoprompt.unet;

import static org.junit.jupiter.api.Assertions.*;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Untouched;
import org.prompttoprompt.engine.PyTorch;

/** A pass that is stopped in its middle, which at Stable Diffusion's size takes half a minute, ends before its next layer. */
class StoppedPassTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/models/tiny-sd1/unet");

    /** Counts the layers that it is asked about, and stops the pass when it has been asked about so many. */
    private static final class Stops implements Untouched {
        private final Thread caller;
        private final int after;
        private int layers;

        Stops(Thread caller, int after) {
            this.caller = caller;
            this.after = after;
        }

        @Override
        public boolean wants(String layer) {
            if (++layers == after) PyTorch.stop(caller, "stopped");
            return false;
        }
    }

    /** Passes through the network and returns how many arrays it left behind. */
    private static int left(Stops stops) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                UNet unet = UNet.open(FOLDER, manager);
                NDArray latents = manager.randomNormal(new Shape(1, 4, 8, 8));
                NDArray context = manager.randomNormal(new Shape(1, 77, 32));
                int before = manager.getManagedArrays().size();
                try {
                    unet.forward(latents, 500, context, EVERY_MAP, stops).close();
                } catch (CancellationException e) {
                    assertEquals("stopped", e.getMessage());
                    return manager.getManagedArrays().size() - before;
                }
                return -1;
            }
        });
    }

    private static final AttentionControl EVERY_MAP = new AttentionControl() {
        @Override
        public boolean wants(Site site) {
            return true;
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            return maps;
        }
    };

    @Test
    void everyLayerEndsIt() {
        Stops never = new Stops(Thread.currentThread(), 0);
        assertEquals(-1, left(never));
        int all = never.layers;
        assertTrue(all > 50, all + " layers");
        List<Integer> late = new ArrayList<>();
        for (int after = 1; after < all; after++) {
            Stops stops = new Stops(Thread.currentThread(), after);
            assertEquals(0, left(stops), "arrays left by a stop at layer " + after);
            // A residual block asks once; an attention layer asks for its queries, then for its keys.
            if (stops.layers > after + 2) late.add(after);
        }
        assertEquals(List.of(), late, "stops that more than two questions came after, of " + all);
    }
}
