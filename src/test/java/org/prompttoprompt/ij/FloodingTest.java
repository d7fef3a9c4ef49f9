package org.prompttoprompt.ij;

import static org.junit.jupiter.api.Assertions.*;

import ij.process.ByteProcessor;
import ij.process.ShortProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.metrics.DifferenceHash;
import org.prompttoprompt.metrics.InstanceScore;

/** The parts of instance labels, worked by hand. */
class FloodingTest {
    private static ByteProcessor image(String... rows) {
        ByteProcessor image = new ByteProcessor(rows[0].length(), rows.length);
        for (int y = 0; y < rows.length; y++)
            for (int x = 0; x < rows[0].length(); x++) image.set(x, y, rows[y].charAt(x) == '#' ? 255 : 0);
        return image;
    }

    @Test
    void seedsFillWhatIsNearAndPartsWithoutOneStayDry() {
        ByteProcessor region = image("..........", ".###.###..", ".#######.#", ".###.###..", "..........");
        ByteProcessor left = image("..........", "..........", "..#.......", "..........", "..........");
        ByteProcessor right = image("..........", "..........", "......#...", "..........", "..........");
        ShortProcessor labels = Flooding.of(region, List.of(left, right));
        for (int y = 1; y < 4; y++) {
            for (int x = 1; x < 4; x++) assertEquals(1, labels.get(x, y));
            for (int x = 5; x < 8; x++) assertEquals(2, labels.get(x, y));
        }
        assertNotEquals(0, labels.get(4, 2));
        assertEquals(0, labels.get(9, 2), "no seed reaches it");
        assertEquals(0, labels.get(4, 1), "outside of the region");
    }

    @Test
    void holesAreFilledAndBaysAreNot() {
        ByteProcessor filled = Holes.filled(image("#####", "#.#.#", "#####", "#.#.#", "#.###"));
        assertEquals(255, filled.get(1, 1));
        assertEquals(255, filled.get(3, 3));
        assertEquals(0, filled.get(1, 3));
    }

    @Test
    void anObjectIsRightAboveHalfOfTheUnion() {
        int[] truth = {1, 1, 1, 1, 0, 2, 2, 0};
        assertEquals(new InstanceScore(2, 2, 2), InstanceScore.of(truth, truth));
        // 2 of 4 is half, and not more; 3 of 4 is.
        assertEquals(new InstanceScore(0, 1, 2), InstanceScore.of(new int[] {5, 5, 0, 0, 0, 0, 0, 0}, truth));
        assertEquals(new InstanceScore(1, 2, 2), InstanceScore.of(new int[] {5, 5, 5, 0, 0, 9, 0, 0}, truth));
        assertEquals(2.0 / 4, new InstanceScore(1, 2, 2).f1());
        assertEquals(new InstanceScore(3, 4, 4), new InstanceScore(1, 2, 2).plus(new InstanceScore(2, 2, 2)));
    }

    @Test
    void looksDifferInFewBitsWhereImagesAreAlike() {
        int[] ramp = new int[64 * 64];
        int[] brighter = new int[64 * 64];
        int[] turned = new int[64 * 64];
        for (int i = 0; i < ramp.length; i++) {
            int grey = 250 - 3 * (i % 64);
            ramp[i] = grey << 16 | grey << 8 | grey;
            brighter[i] = ramp[i] + 0x030303;
            turned[i] = 3 * (i % 64) << 8;
        }
        long[] a = DifferenceHash.bits(DifferenceHash.of(ramp, 64));
        assertEquals(192, DifferenceHash.distance(a, new long[3]), "each field is brighter than its right neighbour");
        assertEquals(0, DifferenceHash.distance(a, DifferenceHash.bits(DifferenceHash.of(brighter, 64))));
        assertEquals(192, DifferenceHash.distance(a, DifferenceHash.bits(DifferenceHash.of(turned, 64))));
    }
}
