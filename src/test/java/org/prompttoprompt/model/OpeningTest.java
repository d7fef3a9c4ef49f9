package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.unet.UNet;

/** A model opened with other tensors than its files hold, and in another precision. */
class OpeningTest {
    private static final Path TINY = Path.of("src/test/resources/golden/models/tiny-sd1");
    private static final String KEY = "mid_block.attentions.0.transformer_blocks.0.attn2.to_q.weight";

    /** A file whose names begin otherwise, read by the network's names. */
    private record Renamed(TensorSource stored, String prefix) implements TensorSource {
        @Override
        public Set<String> names() {
            return stored.names().stream()
                    .map(name -> name.substring(prefix.length()))
                    .collect(Collectors.toSet());
        }

        @Override
        public NDArray load(String name, Shape shape) {
            return stored.load(prefix + name, shape);
        }

        @Override
        public String toString() {
            return stored.toString();
        }
    }

    /** A file with all names longer. */
    private record Longer(TensorSource stored, String prefix) implements TensorSource {
        @Override
        public Set<String> names() {
            return stored.names().stream().map(name -> prefix + name).collect(Collectors.toSet());
        }

        @Override
        public NDArray load(String name, Shape shape) {
            return stored.load(name.substring(prefix.length()), shape);
        }
    }

    /** One weight changed, as a merged LoRA does. */
    private record Changed(TensorSource stored, UnaryOperator<NDArray> change) implements TensorSource {
        @Override
        public Set<String> names() {
            return stored.names();
        }

        @Override
        public NDArray load(String name, Shape shape) {
            NDArray tensor = stored.load(name, shape);
            if (!name.equals(KEY)) return tensor;
            try (tensor) {
                return change.apply(tensor);
            }
        }

        @Override
        public String toString() {
            return stored.toString();
        }
    }

    private static float[] noise(Opening opening) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                UNet unet = UNet.open(TINY.resolve("unet"), opening, manager);
                NDArray latents = manager.arange(4 * 32 * 32).div(4096).sub(0.5).reshape(1, 4, 32, 32);
                NDArray context = manager.arange(77 * 32).div(1232).sub(1).reshape(1, 77, 32);
                return unet.forward(latents, 501, context, AttentionControl.NONE, FeatureControl.NONE)
                        .toFloatArray();
            }
        });
    }

    private static float[] noise(Opening.Wrapper wrapper) {
        return noise(new Opening(Precision.FLOAT32, wrapper));
    }

    private static double largest(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
        return largest;
    }

    @Test
    void renamedKeysGiveTheSameNetwork() {
        assertArrayEquals(
                noise(Opening.PLAIN),
                noise((part, stored) ->
                        new Renamed(new Longer(stored, "model.diffusion_model."), "model.diffusion_model.")));
        String message = assertThrows(Refusal.class, () -> noise((part, stored) -> new Longer(stored, "x.")))
                .getMessage();
        assertTrue(message.contains("has no tensor") || message.contains("holds tensors"), message);
    }

    @Test
    void aChangedWeightChangesTheNetworkAndNothingBecomesOfItInTheFile() {
        float[] plain = noise(Opening.PLAIN);
        assertTrue(largest(plain, noise((part, stored) -> new Changed(stored, t -> t.mul(3)))) > 1e-3);
        assertArrayEquals(plain, noise((part, stored) -> new Changed(stored, t -> t.add(0))));
        assertArrayEquals(plain, noise(Opening.PLAIN));
    }

    @Test
    void aWrapperHearsWhichPartItIs() {
        Set<String> parts = new java.util.TreeSet<>();
        PyTorch.call(() -> {
            Opening opening = new Opening(Precision.FLOAT32, (part, stored) -> {
                parts.add(part);
                return stored;
            });
            StableDiffusion.open(TINY, opening).close();
            return null;
        });
        assertEquals(Set.of("text_encoder", "unet", "vae"), parts);
    }

    @Test
    void whatIsNoNumberIsRefusedByFileAndKey() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            String message = assertThrows(
                            Refusal.class,
                            () -> noise((part, stored) -> new Changed(stored, t -> {
                                NDArray changed = t.duplicate();
                                changed.set(new ai.djl.ndarray.index.NDIndex("3, 5"), bad);
                                return changed;
                            })))
                    .getMessage();
            assertTrue(message.contains(KEY) && message.contains("diffusion_pytorch_model.safetensors"), message);
        }
    }

    @Test
    void theNetworkComputesInHalfToo() {
        float[] plain = noise(Opening.PLAIN);
        for (Precision half : new Precision[] {Precision.BFLOAT16, Precision.FLOAT16}) {
            double difference = largest(plain, noise(new Opening(half, (part, stored) -> stored)));
            System.out.println("unet in " + half + ": " + difference);
            assertTrue(
                    difference > 1e-5 && difference < (half == Precision.BFLOAT16 ? 0.2 : 0.03),
                    half + " " + difference);
        }
    }

    @Test
    void allPartsComputeInHalfToo() {
        for (Precision half : new Precision[] {Precision.BFLOAT16, Precision.FLOAT16}) {
            PyTorch.call(() -> {
                try (StableDiffusion model = StableDiffusion.open(TINY);
                        StableDiffusion other =
                                StableDiffusion.open(TINY, new Opening(half, (part, stored) -> stored));
                        NDManager manager = model.newManager()) {
                    assertEquals(half, other.precision);
                    var prompt = java.util.List.of(model.tokenizer.encode("a red ball"));
                    NDArray latents =
                            manager.arange(4 * 32 * 32).div(4096).sub(0.5).reshape(1, 4, 32, 32);
                    double text = largest(
                            model.text.forward(manager, prompt).toFloatArray(),
                            other.text.forward(manager, prompt).toFloatArray());
                    double image = largest(
                            model.vae.decode(latents).toFloatArray(),
                            other.vae.decode(latents).toFloatArray());
                    System.out.println(half + " text " + text + ", decoded " + image);
                    assertTrue(text > 1e-5 && text < 0.2, half + " text " + text);
                    // Beside float16 the autoencoder computes in single precision.
                    boolean single = half == Precision.FLOAT16;
                    assertTrue(single ? image == 0 : image > 1e-5 && image < 0.2, half + " decoded " + image);
                }
                return null;
            });
        }
    }
}
