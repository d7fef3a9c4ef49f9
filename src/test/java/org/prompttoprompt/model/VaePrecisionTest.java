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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.checkpoint.RawTensors.Raw;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.ldm.VaeFile;

/**
 * Autoencoders beside a network in half precision: Stable Diffusion XL's in single precision in any, and with its own scale of latents;
 * others in float16 unless their options say that they do not overflow.
 */
class VaePrecisionTest {
    private static final Path MODELS = Path.of("src/test/resources/golden/models");

    /** Threads that change with what other programs leave may round differently; half precision is off by a thousand times as much. */
    private static final float ROUNDING = 1e-5f;

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
        assertArrayEquals(decoded(xl, Precision.FLOAT32), decoded(xl, Precision.BFLOAT16), ROUNDING);
        Path sd1 = MODELS.resolve("tiny-sd1");
        assertFalse(Arrays.equals(decoded(sd1, Precision.FLOAT32), decoded(sd1, Precision.BFLOAT16)));
    }

    /** diffusers' defaults of force_upcast: true of an AutoencoderKL, false of an AutoencoderTiny. */
    @ParameterizedTest
    @CsvSource({
        "AutoencoderKL, , false, FLOAT16, FLOAT32",
        "AutoencoderKL, true, false, FLOAT16, FLOAT32",
        "AutoencoderKL, false, false, FLOAT16, FLOAT16",
        "AutoencoderKL, , false, BFLOAT16, BFLOAT16",
        "AutoencoderKL, true, false, BFLOAT16, BFLOAT16",
        "AutoencoderKL, true, false, FLOAT32, FLOAT32",
        "AutoencoderKL, , true, FLOAT16, FLOAT32",
        "AutoencoderKL, , true, BFLOAT16, FLOAT32",
        "AutoencoderTiny, , false, FLOAT16, FLOAT16",
        "AutoencoderTiny, true, false, FLOAT16, FLOAT32",
        "AutoencoderTiny, , false, BFLOAT16, BFLOAT16",
    })
    void inFloat16AnAutoencoderIsSingleUnlessItSaysOtherwise(
            String kind, Boolean upcast, boolean xl, Precision network, Precision its) {
        Config options = Config.empty(Path.of("x")).with(Map.of("_class_name", kind));
        Config all = upcast == null ? options : options.with(Map.of("force_upcast", upcast));
        assertEquals(its, VaeFiles.precision(all, xl, network));
    }

    /** A file's shapes do not tell: what its program takes then. */
    @Test
    void inFloat16AnAutoencoderInOneFileIsSingle(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("vae.safetensors");
        Raw first = new Raw("F16", new long[] {32, 1, 1, 1}, new byte[2 * 32]);
        RawTensors.write(
                Map.of("encoder.down_blocks.0.resnets.0.conv1.weight", first, "decoder.conv_in.weight", first), file);
        Config told = new VaeFile(Header.read("vae", file)).config(false);
        assertEquals(Precision.FLOAT32, VaeFiles.precision(told, false, Precision.FLOAT16));
    }

    /** Encoded and decoded, and what is said of its memory. */
    @Test
    void inFloat16AnAutoencoderComputesAsInSingle() {
        Path model = MODELS.resolve("tiny-sd1");
        assertArrayEquals(decoded(model, Precision.FLOAT32), decoded(model, Precision.FLOAT16), ROUNDING);
        PyTorch.call(() -> {
            try (StableDiffusion single = StableDiffusion.open(model);
                    StableDiffusion half = StableDiffusion.open(model, Opening.PLAIN.in(Precision.FLOAT16));
                    StableDiffusion mapped = StableDiffusion.open(
                            model, Opening.PLAIN.in(Precision.FLOAT16).inFiles());
                    StableDiffusion brain = StableDiffusion.open(model, Opening.PLAIN.in(Precision.BFLOAT16));
                    NDManager manager = PyTorch.newManager()) {
                NDArray image = manager.arange(3f * 64 * 64).reshape(new Shape(1, 3, 64, 64));
                image.divi(3 * 64 * 64).subi(.5f);
                assertArrayEquals(
                        single.vae.encode(image).toFloatArray(),
                        half.vae.encode(image).toFloatArray(),
                        ROUNDING);
                long numbers = NetworkSize.of(ModelLayout.of(model).headers("vae"), java.util.Set.of())
                        .numbers();
                assertEquals(numbers * Float.BYTES, mapped.memory.mappedVae());
                assertEquals(numbers * Short.BYTES, half.memory.held() - brain.memory.held());
                assertEquals(single.vae.decodingBytes(64, 64), half.vae.decodingBytes(64, 64));
            }
            return null;
        });
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
        assertArrayEquals(decoded(xl, Precision.FLOAT32), decoded(folder.resolve("copy"), Precision.FLOAT32), ROUNDING);
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
