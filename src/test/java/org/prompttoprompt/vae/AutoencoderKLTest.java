package org.prompttoprompt.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.engine.PyTorch;

/** Scaling, sizes, options and memory; the numbers are compared by the golden tests. */
class AutoencoderKLTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/models/tiny-sd1/vae");

    @TempDir
    private Path folder;

    @Test
    void leavesNoArrayBehind() {
        try (NDManager manager = PyTorch.newManager()) {
            AutoencoderKL vae = AutoencoderKL.open(FOLDER, manager);
            NDArray image = manager.randomNormal(new Shape(1, 3, 16, 24));
            int before = manager.getManagedArrays().size();
            try (NDArray latents = vae.encode(image);
                    NDArray decoded = vae.decode(latents)) {
                assertEquals(new Shape(1, 4, 8, 12), latents.getShape());
                assertEquals(image.getShape(), decoded.getShape());
            }
            vae.encodeMoments(image).close();
            assertEquals(before, manager.getManagedArrays().size());
        }
    }

    /** The config's scale and shift stand between the same encoder and decoder. */
    @Test
    void scalesAndShifts() throws IOException {
        try (NDManager manager = PyTorch.newManager()) {
            AutoencoderKL plain = open("\"scaling_factor\": 0.18215", "\"scaling_factor\": 1", manager);
            AutoencoderKL scaled =
                    open("\"scaling_factor\": 0.18215", "\"scaling_factor\": 0.5, \"shift_factor\": 0.25", manager);
            NDArray image = manager.randomNormal(new Shape(1, 3, 16, 16));
            NDArray expected = plain.encode(image).sub(0.25f).mul(0.5f);
            NDArray latents = scaled.encode(image);
            assertEquals(0, expected.sub(latents).abs().max().getFloat(), 1e-5);
            NDArray decoded = plain.decode(plain.encode(image));
            assertEquals(0, decoded.sub(scaled.decode(latents)).abs().max().getFloat(), 1e-4);
        }
    }

    @Test
    void refusesOptionsAndSizes() {
        try (NDManager manager = PyTorch.newManager()) {
            refused(() -> open("\"act_fn\": \"silu\"", "\"act_fn\": \"mish\"", manager), "act_fn = \"mish\"");
            refused(
                    () -> open("\"in_channels\": 3", "\"in_channels\": 3, \"odd\": 1", manager),
                    "unknown option odd = 1");
            refused(() -> open("\"scaling_factor\": 0.18215", "\"scaling_factor\": 0", manager), "scaling_factor = 0");
            refused(() -> open("\"DownEncoderBlock2D\",", "", manager), "down_block_types");
            refused(() -> open("\"latent_channels\": 4", "\"latent_channels\": 8", manager), "encoder.conv_out.weight");
            AutoencoderKL vae = AutoencoderKL.open(FOLDER, manager);
            refused(() -> vae.encode(manager.zeros(new Shape(1, 3, 16, 17))), "multiples of 2");
            refused(() -> vae.decode(manager.zeros(new Shape(1, 3, 16, 16))), "(1, 3, 16, 16)");
        }
    }

    private static void refused(Executable action, String part) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }

    private AutoencoderKL open(String option, String replacement, NDManager manager) throws IOException {
        String config = Files.readString(FOLDER.resolve("config.json"));
        assertTrue(config.contains(option), option);
        Files.writeString(folder.resolve("config.json"), config.replaceFirst(option, replacement));
        String weights = "diffusion_pytorch_model.safetensors";
        if (!Files.exists(folder.resolve(weights))) Files.copy(FOLDER.resolve(weights), folder.resolve(weights));
        return AutoencoderKL.open(folder, manager);
    }
}
