package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;

/** Stable Diffusion XL's autoencoder: in single precision whatever the network's, and with its own scale of latents. */
class VaePrecisionTest {
    private static final Path MODELS = Path.of("src/test/resources/golden/models");

    private static float[] decoded(Path model, Precision precision) {
        return PyTorch.call(() -> {
            Opening opening = Opening.PLAIN.in(precision);
            try (NDManager manager = PyTorch.newManager();
                    StableDiffusion opened = StableDiffusion.open(model, opening)) {
                float[] latents = new float[4 * 8 * 8];
                for (int i = 0; i < latents.length; i++) latents[i] = (float) Math.sin(i);
                NDArray z = manager.create(latents, new Shape(1, 4, 8, 8));
                return opened.vae.decode(z).toFloatArray();
            }
        });
    }

    @Test
    void xlDecodesInSinglePrecisionBesideANetworkInHalf() {
        Path xl = MODELS.resolve("tiny-sdxl");
        assertArrayEquals(decoded(xl, Precision.FLOAT32), decoded(xl, Precision.BFLOAT16));
        Path sd1 = MODELS.resolve("tiny-sd1");
        assertFalse(Arrays.equals(decoded(sd1, Precision.FLOAT32), decoded(sd1, Precision.BFLOAT16)));
    }

    /** Some copies of XL name the scale of version 1. */
    @Test
    void aCopyThatNamesTheScaleOfVersion1DrawsTheSame(@TempDir Path folder) throws IOException {
        Path xl = MODELS.resolve("tiny-sdxl");
        try (Stream<Path> files = Files.walk(xl)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve("copy").resolve(xl.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(copy);
                else Files.copy(file, copy);
            }
        }
        Path config = folder.resolve("copy/vae/config.json");
        config.toFile().setWritable(true);
        String text = Files.readString(config);
        Files.writeString(config, text.replace("0.13025", "0.18215"));
        assertArrayEquals(decoded(xl, Precision.FLOAT32), decoded(folder.resolve("copy"), Precision.FLOAT32));
    }

    @Test
    void aTinyAutoencoderKeepsItsOwnScale() {
        Config tiny = Config.open(MODELS.resolve("tiny-taesd/config.json"));
        assertEquals(
                tiny.getDouble("scaling_factor", 1), VaeFiles.scaled(tiny, true).getDouble("scaling_factor", 1));
        Config silent = Config.empty(Path.of("x")).with(Map.of("_class_name", "AutoencoderTiny"));
        assertEquals(1, VaeFiles.scaled(silent, true).getDouble("scaling_factor", 1));
        assertEquals(.18215, VaeFiles.scaled(Config.empty(Path.of("x")), false).getDouble("scaling_factor", .18215));
        assertEquals(.13025, VaeFiles.scaled(Config.empty(Path.of("x")), true).getDouble("scaling_factor", .18215));
    }
}
