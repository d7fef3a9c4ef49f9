package org.prompttoprompt.ij;

import ij.plugin.filter.EDM;
import ij.process.ByteProcessor;
import ij.process.FloodFiller;
import java.util.ArrayList;
import java.util.List;

/** Things of one kind told apart: ImageJ's watershed of the distance to the edge of their region cuts where they touch. */
final class Instances {
    private static final int INSIDE = 255;

    private Instances() {}

    /**
     * Returns the parts of a region, from the top on, each as a mask. A hole, such as a nucleus that is another word's, cuts nothing.
     *
     * @param region 255 inside, 0 outside
     * @param least parts of fewer pixels are left out
     */
    static List<ByteProcessor> of(ByteProcessor region, int least) {
        ByteProcessor open = Holes.filled(region);
        new EDM().toWatershed(open);
        List<ByteProcessor> parts = new ArrayList<>();
        for (int i = 0; i < open.getPixelCount(); i++) {
            if (open.get(i) != INSIDE) continue;
            ByteProcessor filled = (ByteProcessor) open.duplicate();
            filled.setColor(1);
            new FloodFiller(filled).fill8(i % open.getWidth(), i / open.getWidth());
            ByteProcessor part = new ByteProcessor(open.getWidth(), open.getHeight());
            int pixels = 0;
            for (int p = 0; p < open.getPixelCount(); p++) {
                if (filled.get(p) != 1) continue;
                open.set(p, 0);
                if (region.get(p) == 0) continue;
                part.set(p, INSIDE);
                pixels++;
            }
            if (pixels >= least) parts.add(part);
        }
        return parts;
    }
}
