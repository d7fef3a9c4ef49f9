package org.prompttoprompt.ij;

import ij.plugin.filter.EDM;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The watershed of a region's distance to its edge, flooded from given seeds, the deepest pixels first (Meyer 1991). Parts of the
 * region without a seed stay dry.
 */
final class Flooding {
    private record Front(int pixel, int label, float depth, int turn) {}

    private Flooding() {}

    /**
     * Returns the number of the seed that reaches each pixel of the region, from 1 on.
     *
     * @param region not 0 inside
     * @param seeds of the same size; what of them lies outside is passed over
     */
    static ShortProcessor of(ByteProcessor region, List<ByteProcessor> seeds) {
        int width = region.getWidth();
        int height = region.getHeight();
        FloatProcessor depth = new EDM().makeFloatEDM(region, 0, false);
        ShortProcessor labels = new ShortProcessor(width, height);
        PriorityQueue<Front> front = new PriorityQueue<>(
                Comparator.comparing((Front f) -> -f.depth()).thenComparing(Front::turn));
        int turn = 0;
        for (int s = 0; s < seeds.size(); s++)
            for (int i = 0; i < region.getPixelCount(); i++)
                if (seeds.get(s).get(i) != 0 && region.get(i) != 0)
                    front.add(new Front(i, s + 1, Float.MAX_VALUE, turn++));
        while (!front.isEmpty()) {
            Front next = front.remove();
            if (labels.get(next.pixel()) != 0) continue;
            labels.set(next.pixel(), next.label());
            int x = next.pixel() % width;
            int y = next.pixel() / width;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    boolean there = x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height;
                    if (!there || region.get(x + dx, y + dy) == 0 || labels.get(x + dx, y + dy) != 0) continue;
                    front.add(new Front((y + dy) * width + x + dx, next.label(), depth.getf(x + dx, y + dy), turn++));
                }
            }
        }
        return labels;
    }
}
