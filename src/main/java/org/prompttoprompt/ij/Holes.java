package org.prompttoprompt.ij;

import ij.process.ByteProcessor;
import ij.process.FloodFiller;

/** Fills what is enclosed. */
final class Holes {
    private Holes() {}

    /** Returns a region with its holes: all that cannot be reached from the image's edge. */
    static ByteProcessor filled(ByteProcessor region) {
        int width = region.getWidth() + 2;
        int height = region.getHeight() + 2;
        ByteProcessor wide = new ByteProcessor(width, height);
        wide.insert(region, 1, 1);
        wide.setColor(1);
        new FloodFiller(wide).fill(0, 0);
        ByteProcessor filled = new ByteProcessor(region.getWidth(), region.getHeight());
        for (int y = 0; y < region.getHeight(); y++)
            for (int x = 0; x < region.getWidth(); x++) if (wide.get(x + 1, y + 1) != 1) filled.set(x, y, 255);
        return filled;
    }
}
