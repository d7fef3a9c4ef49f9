package org.prompttoprompt.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Untouched;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.RandomTensors;
import org.prompttoprompt.engine.PyTorch;

/** Self-attention to one pixel of each square looks at that one, and at nothing else. */
class DownsampledTest {
    private static final int DIM = 32;

    private static FeatureControl downsample(int side) {
        return new Untouched() {
            @Override
            public int downsample(String layer) {
                return side;
            }
        };
    }

    private static float[] attended(Attention layer, NDArray x, Site site, AttentionControl control, int side) {
        return layer.forward(x, x, site, control, downsample(side)).toFloatArray();
    }

    private static Attention layer(NDManager manager) {
        return new Attention(
                Opening.PLAIN.weights("unet", new RandomTensors(manager)), "a", Site.Place.DOWN, false, 4, DIM, DIM);
    }

    /** Where all pixels of a square are alike, each of them stands for the square: the softmax of all has each as often. */
    @ParameterizedTest
    @CsvSource({"2, 8, 12", "3, 9, 6", "4, 4, 8"})
    void ofSquaresThatAreAlikeOnePixelIsEnough(int side, int height, int width) {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Attention layer = layer(manager);
                NDArray squares = manager.randomNormal(new Shape(2, height / side, width / side, DIM));
                NDArray alike = squares.repeat(1, side).repeat(2, side).reshape(2, (long) height * width, DIM);
                Site site = layer.site(height, width);
                float[] all = attended(layer, alike, site, AttentionControl.NONE, 1);
                assertArrayEquals(all, attended(layer, alike, site, AttentionControl.NONE, side), 1e-5f);
            }
            return null;
        });
    }

    @Test
    void theMiddleOfEachSquareIsLookedAt() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Attention layer = layer(manager);
                Site site = layer.site(5, 3);
                NDArray x = manager.randomNormal(new Shape(1, 15, DIM));
                float[] before = attended(layer, x, site, AttentionControl.NONE, 2);
                for (int pixel = 0; pixel < 15; pixel++) {
                    NDArray other = x.duplicate();
                    NDArray one = other.get(":, " + pixel + ":" + (pixel + 1));
                    one.addi(1);
                    other.set(new NDIndex(":, " + pixel + ":" + (pixel + 1)), one);
                    float[] after = attended(layer, other, site, AttentionControl.NONE, 2);
                    int seen = pixel == 14 ? 0 : 14;
                    boolean looked = !Arrays.equals(pixel(before, seen), pixel(after, seen));
                    assertEquals(pixel / 3 % 2 == 1 && pixel % 3 == 1, looked, "pixel " + pixel);
                }
            }
            return null;
        });
    }

    private static float[] pixel(float[] all, int pixel) {
        return Arrays.copyOfRange(all, pixel * DIM, (pixel + 1) * DIM);
    }

    @Test
    void aMapThatIsWantedIsOfAllPixels() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Attention layer = layer(manager);
                Site site = layer.site(4, 6);
                NDArray x = manager.randomNormal(new Shape(1, 24, DIM));
                AttentionControl control = new AttentionControl() {
                    @Override
                    public boolean wants(Site at) {
                        return true;
                    }

                    @Override
                    public NDArray apply(NDArray maps, Site at) {
                        assertEquals(new Shape(1, 4, 24, 24), maps.getShape());
                        return maps;
                    }
                };
                float[] all = attended(layer, x, site, control, 1);
                assertArrayEquals(all, attended(layer, x, site, control, 2));
                assertFalse(Arrays.equals(all, attended(layer, x, site, AttentionControl.NONE, 2)));
            }
            return null;
        });
    }
}
