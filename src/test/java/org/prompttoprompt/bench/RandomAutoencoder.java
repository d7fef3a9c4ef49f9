package org.prompttoprompt.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.RandomTensors;
import org.prompttoprompt.engine.ChosenPrecision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.vae.AutoencoderKL;

/**
 * An autoencoder of the size of Stable Diffusion 1.5's with random weights: the main method times the decoding and the encoding of one image
 * of 512 x 512 pixels, on the device and in the precision that the settings name.
 */
public final class RandomAutoencoder {
    private static final String CONFIG = """
            {"_class_name": "AutoencoderKL", "act_fn": "silu", "block_out_channels": [128, 256, 512, 512],
             "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D"],
             "in_channels": 3, "latent_channels": 4, "layers_per_block": 2, "norm_num_groups": 32, "out_channels": 3,
             "sample_size": 512,
             "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"]}
            """;

    private RandomAutoencoder() {}

    /** Times both; {@code args}: repetitions. */
    public static void main(String[] args) {
        int repetitions = Arguments.number(args, 0, 3);
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                AutoencoderKL vae = create(manager);
                NDArray latents = manager.randomNormal(new Shape(1, 4, 64, 64));
                NDArray image = manager.randomNormal(new Shape(1, 3, 512, 512));
                for (int i = 0; i < repetitions; i++) {
                    time("decoding", vae::decode, latents);
                    time("encoding", vae::encode, image);
                }
            }
            return null;
        });
    }

    private static AutoencoderKL create(NDManager manager) throws IOException {
        Path config = Files.createTempFile("vae", ".json");
        try {
            Files.writeString(config, CONFIG);
            Opening opening = Opening.PLAIN.in(ChosenPrecision.asSet());
            return AutoencoderKL.of(Config.open(config), opening.weights("vae", new RandomTensors(manager)));
        } finally {
            Files.delete(config);
        }
    }

    private static void time(String what, UnaryOperator<NDArray> translation, NDArray x) {
        long start = System.nanoTime();
        try (NDArray y = translation.apply(x);
                NDArray sum = y.sum()) {
            sum.getFloat(); // A GPU has computed only what was read.
        }
        System.out.printf(Locale.ROOT, "%-10s %6.2f s%n", what, (System.nanoTime() - start) / 1e9);
    }
}
