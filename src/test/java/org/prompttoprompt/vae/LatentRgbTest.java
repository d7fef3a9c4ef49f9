package org.prompttoprompt.vae;

import static org.junit.jupiter.api.Assertions.*;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.PyTorch;

/** The colours of latents, on values worked by hand. */
class LatentRgbTest {
    /** Two latent pixels, 0 and 1, over blocks of 2 x 2; red is 2z - 1, green 0.5, blue -z / 4. */
    @Test
    void fitsTheMeanColourOfABlock() {
        try (NDManager manager = PyTorch.newManager()) {
            NDArray latents = manager.create(new float[] {0, 1}, new Shape(1, 1, 1, 2));
            float[] image = {
                -1,
                -1,
                1,
                1,
                -1,
                -1,
                1,
                1, // red
                0.25f,
                0.75f,
                0.5f,
                0.5f,
                0.75f,
                0.25f,
                0.5f,
                0.5f, // green
                0.5f,
                -0.5f,
                0,
                -0.5f,
                -0.5f,
                0.5f,
                -0.25f,
                -0.25f // blue
            };
            LatentRgb colours = LatentRgb.fit(latents, manager.create(image, new Shape(1, 3, 2, 4)));
            NDArray pixels = manager.create(new float[] {0, 0.5f, 0.25f, 1}, new Shape(1, 1, 2, 2));
            NDArray found = colours.colours(pixels);
            assertEquals(new Shape(1, 3, 2, 2), found.getShape());
            float[] expected = {-1, 0, -0.5f, 1, 0.5f, 0.5f, 0.5f, 0.5f, 0, -0.125f, -0.0625f, -0.25f};
            assertArrayEquals(expected, found.toFloatArray(), 1e-5f);
        }
    }

    /** The latent 0 is seen as -1 and as 1: the mean is nearest to both. */
    @Test
    void meetsContradictionsHalfWay() {
        try (NDManager manager = PyTorch.newManager()) {
            NDArray latents = manager.zeros(new Shape(2, 1, 1, 1));
            NDArray images = manager.full(new Shape(1, 3, 2, 2), -1f).concat(manager.full(new Shape(1, 3, 2, 2), 1f));
            NDArray found = LatentRgb.fit(latents, images).colours(latents);
            assertArrayEquals(new float[6], found.toFloatArray(), 1e-5f);
        }
    }

    /** Pixels all alike leave the map open; the ridge takes the smallest that gives their colour. */
    @Test
    void pixelsAllAlikeHaveASolution() {
        try (NDManager manager = PyTorch.newManager()) {
            NDArray latents = manager.ones(new Shape(1, 3, 2, 2));
            LatentRgb colours = LatentRgb.fit(latents, manager.full(new Shape(1, 3, 4, 4), 0.5f));
            assertEquals(0.5, colours.colours(latents).getFloat(0, 1, 1, 1), 1e-5);
            // four equal shares of 0.5: three channels and the constant
            assertEquals(0.125, colours.colours(latents.zerosLike()).getFloat(0, 1, 1, 1), 1e-5);
        }
    }

    /** Latents of the embedded model are a projection of patches of 8 x 8 pixels: even patches come back as they are. */
    @Test
    void coloursOfTheEmbeddedModel() {
        try (NDManager manager = PyTorch.newManager()) {
            AutoencoderKL vae = AutoencoderKL.open(Path.of("models/mini/vae"), manager);
            int before = manager.getManagedArrays().size();
            LatentRgb colours = LatentRgb.of(vae, manager);
            assertEquals(before, manager.getManagedArrays().size());
            float[][] samples = {{1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}, {1, 1, 1}, {-1, -1, -1}, {0.2f, -0.4f, 0.6f}};
            for (float[] rgb : samples) {
                NDArray plain = manager.create(rgb, new Shape(1, 3, 1, 1)).broadcast(1, 3, 64, 64);
                float[] found =
                        colours.colours(vae.encode(plain)).get(":, :, 4, 4").toFloatArray();
                assertArrayEquals(rgb, found, 0.02f);
            }
        }
    }

    @Test
    void leavesNoArrayBehind() {
        try (NDManager manager = PyTorch.newManager()) {
            NDArray latents = manager.randomNormal(new Shape(2, 4, 3, 3));
            NDArray images = manager.randomNormal(new Shape(2, 3, 24, 24));
            int before = manager.getManagedArrays().size();
            LatentRgb.fit(latents, images).colours(latents).close();
            assertEquals(before, manager.getManagedArrays().size());
        }
    }
}
