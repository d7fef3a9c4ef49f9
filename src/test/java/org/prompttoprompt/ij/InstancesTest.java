package org.prompttoprompt.ij;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.process.ByteProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstancesTest {
    private static ByteProcessor discs(int[]... discs) {
        ByteProcessor region = new ByteProcessor(100, 60);
        region.setColor(255);
        for (int[] disc : discs) region.fillOval(disc[0] - disc[2], disc[1] - disc[2], 2 * disc[2], 2 * disc[2]);
        return region;
    }

    private static int pixels(ByteProcessor mask) {
        return mask.getHistogram()[255];
    }

    /** Two discs that touch are two, each with nearly all its pixels; a speck is none. */
    @Test
    void discsThatTouchAreCutWhereTheyDo() {
        ByteProcessor region = discs(new int[] {25, 30, 16}, new int[] {53, 30, 16}, new int[] {90, 10, 2});
        List<ByteProcessor> parts = Instances.of(region, 50);
        assertEquals(2, parts.size());
        for (ByteProcessor part : parts) assertTrue(pixels(part) > 700, pixels(part) + " pixels");
        assertTrue(parts.get(0).get(25, 30) != parts.get(1).get(25, 30), "each disc is one part's");
        for (int i = 0; i < region.getPixelCount(); i++)
            assertTrue(parts.get(0).get(i) + parts.get(1).get(i) <= region.get(i), "pixel " + i);
        assertEquals(3, Instances.of(region, 1).size());
    }

    @Test
    void oneDiscIsOneAndNoneIsNone() {
        assertEquals(1, Instances.of(discs(new int[] {40, 30, 20}), 10).size());
        assertEquals(0, Instances.of(discs(), 10).size());
    }

    /** As cells are whose nuclei are another word's: two rings that touch are two, and what is in them is not theirs. */
    @Test
    void ringsAreNotCutIntoPieces() {
        ByteProcessor region = discs(new int[] {25, 30, 16}, new int[] {55, 30, 16});
        region.setColor(0);
        for (int x : new int[] {25, 55}) region.fillOval(x - 6, 24, 12, 12);
        List<ByteProcessor> parts = Instances.of(region, 50);
        assertEquals(2, parts.size());
        for (ByteProcessor part : parts) {
            assertTrue(pixels(part) > 500, pixels(part) + " pixels");
            assertEquals(0, part.get(25, 30) + part.get(55, 30), "the middle of a ring");
        }
    }
}
