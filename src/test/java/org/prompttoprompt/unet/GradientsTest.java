package org.prompttoprompt.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.engine.Gradients;
import org.prompttoprompt.engine.PyTorch;

/** An embedding is optimised through the whole network, as null-text inversion does; nothing of it stays. */
class GradientsTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/models/tiny-sd1/unet");
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

    private interface Body {
        void run(NDManager manager, UNet unet, NDArray embedding, UnaryOperator<NDArray> loss);
    }

    /** The loss is the distance of the network's answer to the one for another embedding. */
    private static void with(AttentionControl control, Body body) {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager();
                    NDScope scope = new NDScope()) {
                UNet unet = UNet.open(FOLDER, manager);
                NDArray latents = Noise.of(manager, 1, new Shape(1, 4, 16, 16));
                NDArray embedding = Noise.of(manager, 2, new Shape(1, 77, 32));
                NDArray wanted = unet.forward(
                        latents,
                        500,
                        Noise.of(manager, 3, new Shape(1, 77, 32)),
                        AttentionControl.NONE,
                        FeatureControl.NONE);
                body.run(
                        manager,
                        unet,
                        embedding,
                        e -> unet.forward(latents, 500, e, control, FeatureControl.NONE)
                                .sub(wanted)
                                .square()
                                .mean());
            }
            return null;
        });
    }

    /** The loss a little on the one side and on the other, along the gradient. */
    private static void agreesWithDifferences(AttentionControl control) {
        with(control, (manager, unet, embedding, loss) -> {
            Gradients.Slope slope = Gradients.of(embedding, loss);
            assertEquals(loss.apply(embedding).getFloat(), slope.loss(), 1e-6);
            double length = slope.gradient().norm().getFloat();
            NDArray direction = slope.gradient().div(length);
            double h = 0.3;
            double rise = loss.apply(embedding.add(direction.mul(h))).getFloat()
                    - loss.apply(embedding.sub(direction.mul(h))).getFloat();
            assertEquals(length, rise / (2 * h), 0.05 * length, "of " + length);
        });
    }

    @Test
    void theGradientIsThatOfDifferences() {
        agreesWithDifferences(AttentionControl.NONE);
        agreesWithDifferences(EVERY_MAP);
    }

    @Test
    void anEmbeddingIsOptimised() {
        with(AttentionControl.NONE, (manager, unet, embedding, loss) -> {
            float first = loss.apply(embedding).getFloat();
            int arrays = manager.getManagedArrays().size();
            for (int i = 0; i < 10; i++) {
                try (NDScope step = new NDScope()) {
                    Gradients.Slope slope = Gradients.of(embedding, loss);
                    double rate = 0.5 / slope.gradient().norm().getFloat();
                    embedding.subi(slope.gradient().mul(rate));
                }
            }
            assertEquals(arrays, manager.getManagedArrays().size());
            assertFalse(JniUtils.isGradMode());
            assertTrue(loss.apply(embedding).getFloat() < 0.8 * first, "from " + first);
        });
    }

    @Test
    void gradientsAreOffAgainAlsoAfterAnException() {
        with(AttentionControl.NONE, (manager, unet, embedding, loss) -> {
            assertThrows(
                    IllegalStateException.class,
                    () -> Gradients.of(embedding, e -> {
                        assertTrue(JniUtils.isGradMode());
                        throw new IllegalStateException("on purpose");
                    }));
            assertFalse(JniUtils.isGradMode());
            assertFalse(embedding.hasGradient());
            // and the next one works
            assertTrue(Gradients.of(embedding, loss).loss() > 0);
            NDArray plain = loss.apply(embedding);
            assertFalse(plain.hasGradient());
            // in place on a result, which a graph would forbid for a leaf
            embedding.addi(1);
        });
    }
}
