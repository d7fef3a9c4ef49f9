package org.prompttoprompt.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.ConvolutionWork;
import org.prompttoprompt.nn.LayerMemory;

/** What a pass holds follows from the channels, heads and layers; MemoryBenchmark compares it with what is measured. */
class PassMemoryTest {
    private static final int SIDE = 16;
    private static final long PIXELS = SIDE * SIDE;
    private static final UNetConfig MINI = UNetConfig.open(Path.of("models/mini/unet"));

    private static PassMemory mini(int side, int readTokens, long readSelfPixels) {
        return new PassMemory(MINI, side, side, Float.BYTES, readTokens, readSelfPixels);
    }

    /**
     * Of many rows of the embedded model the widest layer is the feed-forward one at the size of the latents, 64 channels: beside the
     * skip of the first convolution 7 arrays, and 12 in the wide layer. One convolution has a work space.
     */
    @Test
    void ofTheEmbeddedModelIsThatOfItsWidestLayer() {
        long layers = 4 * (1 + 7 + 12) * 64 * PIXELS * 4;
        assertEquals(layers + work(4), mini(SIDE, 0, 0).of(4, 0));
        assertEquals(2 * layers + work(8), mini(SIDE, 0, 0).of(8, 0));
        PassMemory half = new PassMemory(MINI, SIDE, SIDE, Short.BYTES, 0, 0);
        assertEquals(layers / 2, half.of(4, 0));
    }

    /** Four heads of 16 x 16 pixels that ask 16 x 16 pixels, three times in single precision, for each row that is edited. */
    @Test
    void mapsCountWhereTheyAreRead() {
        long maps = 4 * PIXELS * PIXELS * 3 * 4;
        assertEquals(
                4 * (1 + 8) * 64 * PIXELS * 4 + 2 * maps + work(4),
                mini(SIDE, 1, PIXELS).of(4, 2));
        assertEquals(
                maps, mini(SIDE, 1, PIXELS).of(4, 4) - mini(SIDE, 1, PIXELS).of(4, 3));
        assertEquals(mini(SIDE, 0, 0).of(4, 4), mini(SIDE, 1, PIXELS - 1).of(4, 4));
    }

    /** Four times the pixels take four times as much, but for the wide layers that are computed in parts. */
    @Test
    void growsWithThePixels() {
        PassMemory half = new PassMemory(MINI, SIDE, SIDE, Short.BYTES, 0, 0);
        PassMemory large = new PassMemory(MINI, 8 * SIDE, 8 * SIDE, Short.BYTES, 0, 0);
        assertEquals(4 * half.of(4, 0), new PassMemory(MINI, 2 * SIDE, 2 * SIDE, Short.BYTES, 0, 0).of(4, 0));
        assertTrue(large.of(8, 0) < 128 * half.of(4, 0), "" + large.of(8, 0));
        assertTrue(large.of(8, 0) > 48 * half.of(4, 0), "" + large.of(8, 0));
    }

    /** What a layer of large kernels reads of a small image is laid out first: nine numbers of each; in half precision nothing is. */
    @Test
    void layersThatAreUnfolded() {
        LayerMemory two = new LayerMemory(2, 4);
        assertEquals(2 * 4 * 64 * (1280 + 1280 + 9 * 1280), two.convolution(1280, 1280, 64));
        assertEquals(2 * 4 * 256 * (1280 + 1280), two.convolution(1280, 1280, 256));
        assertEquals(
                2 * 2 * 2 * 64 * (1280 + 1280) + 2 * 9 * 1280 * 1280,
                new LayerMemory(2, 2).convolution(1280, 1280, 64));
    }

    /** Both halves of a small image's guidance are computed at once, each with a work space; those of a larger one share one. */
    @Test
    void halvesSideBySideHaveAWorkSpaceEach() {
        long one = ConvolutionWork.shared(1, 128, 128, PIXELS, 4);
        long both = ConvolutionWork.shared(2, 128, 128, PIXELS, 4);
        assertTrue(2 * one > both && one > 0, one + " of one row, " + both + " of two");
        assertEquals(2 * 4 * one, work(2));
        assertEquals(4 * one, work(1));
        PassMemory large = mini(4 * SIDE, 0, 0);
        long work = large.of(1, 0) - new PassMemory(MINI, 4 * SIDE, 4 * SIDE, Short.BYTES, 0, 0).of(1, 0) * 2;
        long two = large.of(2, 0) - new PassMemory(MINI, 4 * SIDE, 4 * SIDE, Short.BYTES, 0, 0).of(2, 0) * 2;
        assertTrue(work > 0 && two < 2 * work, work + " and of two rows " + two);
    }

    /**
     * That of the one layer that has it: the convolution of 128 channels after they are enlarged to 16 x 16 pixels; where there are
     * two rows, of two calls side by side.
     */
    private static long work(long rows) {
        long numbers = ConvolutionWork.shared(rows, 128, 128, PIXELS, 4);
        assertTrue(numbers > 0);
        return 4
                * (rows == 1
                        ? numbers
                        : Math.max(numbers, 2 * ConvolutionWork.shared((rows + 1) / 2, 128, 128, PIXELS, 4)));
    }
}
