package org.prompttoprompt.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a pass holds follows from the channels, heads and layers; MemoryBenchmark compares it with what is measured. */
class PassMemoryTest {
    private static final int SIDE = 16;
    private static final long PIXELS = SIDE * SIDE;
    private static final UNetConfig MINI = UNetConfig.open(Path.of("models/mini/unet"));

    private static PassMemory mini(int side, int keys, long selfPixels) {
        return new PassMemory(MINI, side, side, Float.BYTES, keys, selfPixels);
    }

    /**
     * Of many rows of the embedded model the widest layer is the feed-forward one at the size of the latents, 64 channels: beside the
     * skip of the first convolution 7 arrays, and 12 in the wide layer.
     */
    @Test
    void ofTheEmbeddedModelIsThatOfItsWidestLayer() {
        assertEquals(4 * (1 + 7 + 12) * 64 * PIXELS * 4, mini(SIDE, 0, 0).of(4, 0));
        assertEquals(2 * mini(SIDE, 0, 0).of(4, 0), mini(SIDE, 0, 0).of(8, 0));
        PassMemory half = new PassMemory(MINI, SIDE, SIDE, Short.BYTES, 0, 0);
        assertEquals(mini(SIDE, 0, 0).of(4, 0), 2 * half.of(4, 0));
    }

    /** Four heads of 16 x 16 pixels that ask 16 x 16 pixels, three times in single precision, for each row that is edited. */
    @Test
    void mapsCountWhereTheyAreRead() {
        long maps = 4 * PIXELS * PIXELS * 3 * 4;
        assertEquals(
                4 * (1 + 8) * 64 * PIXELS * 4 + 2 * maps, mini(SIDE, 1, PIXELS).of(4, 2));
        assertEquals(
                maps, mini(SIDE, 1, PIXELS).of(4, 4) - mini(SIDE, 1, PIXELS).of(4, 3));
        assertEquals(mini(SIDE, 0, 0).of(4, 4), mini(SIDE, 1, PIXELS - 1).of(4, 4));
    }

    /** Four times the pixels take four times as much, but for the wide layers that are computed in parts. */
    @Test
    void growsWithThePixels() {
        assertEquals(4 * mini(SIDE, 0, 0).of(4, 0), mini(2 * SIDE, 0, 0).of(4, 0));
        long large = mini(8 * SIDE, 0, 0).of(8, 0);
        assertTrue(large < 128 * mini(SIDE, 0, 0).of(4, 0), "" + large);
        assertTrue(large > 64 * mini(SIDE, 0, 0).of(4, 0), "" + large);
    }
}
