package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.image.GuidedFilter;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.p2p.SelfPropagation;

/**
 * Word maps with a value for each pixel of the image: those of every layer are {@link SelfPropagation spread} within their level,
 * enlarged by cubic interpolation, averaged over the layers, and drawn along the image's edges by a {@link GuidedFilter}. The lowest
 * value of a word becomes 0, as spreading leaves something everywhere; its highest stays.
 *
 * @param sums of the store, [rows, heads, pixels, keys] per place
 * @param evaluations how many were added
 * @param height of the latents
 * @param width likewise
 */
record FineMaps(Map<Site, NDArray> sums, int evaluations, int height, int width) {
    /** The filter's radius in pixels of the latents; this and epsilon were chosen on 60 renders apart from those that are measured. */
    private static final double RADIUS = 1;

    private static final double EPSILON = 1e-4;

    /**
     * Returns the maps of words, row after row, of the image's size.
     *
     * @param row of the image in the sums
     * @param words the tokens of each
     */
    List<float[]> of(int row, List<List<Integer>> words, SourceImage image) {
        int radius = Math.max(1, (int) Math.round(RADIUS * image.width() / width));
        GuidedFilter filter = new GuidedFilter(radius, EPSILON);
        List<float[]> fine = new ArrayList<>();
        try (NDScope scope = new NDScope()) {
            NDArray tokens = tokens(row);
            for (List<Integer> word : words) {
                NDArray map = tokens.get(word.get(0));
                for (int token : word.subList(1, word.size())) map = map.add(tokens.get(token));
                NDArray enlarged = Ops.bicubic(map.expandDims(0).expandDims(0), image.height(), image.width());
                float[] coarse = enlarged.toType(DataType.FLOAT32, false).toFloatArray();
                fine.add(fromZero(filter.of(coarse, image.rgb(), image.width(), image.height())));
            }
        }
        return fine;
    }

    /** Returns where each token acts, [keys, height, width] of the latents, averaged over layers, heads and steps. */
    private NDArray tokens(int row) {
        Map<Integer, List<Site>> levels = sums.keySet().stream()
                .filter(Site::cross)
                .collect(Collectors.groupingBy(Site::pixels, TreeMap::new, Collectors.toList()));
        NDArray all = null;
        int layers = 0;
        for (List<Site> level : levels.values()) {
            // What spreads a level is large, and gone before the next.
            NDArray enlarged = Temporaries.closedAfter(() -> enlarged(row, level));
            all = all == null ? enlarged : all.addi(enlarged);
            layers += level.size();
        }
        return all.divi((long) layers * evaluations);
    }

    /** Returns the sum of a level's layers, heads averaged, [keys, height, width] of the latents. */
    private NDArray enlarged(int row, List<Site> level) {
        NDArray sum = level.stream()
                .map(site -> sums.get(site).get(row).mean(new int[] {0}))
                .reduce(NDArray::add)
                .orElseThrow();
        NDArray spread = SelfPropagation.spread(sum, sums, row);
        Site site = level.get(0);
        NDArray maps = spread.transpose().reshape(new Shape(1, -1, site.height(), site.width()));
        return Ops.bicubic(maps, height, width).squeeze(0);
    }

    static float[] fromZero(float[] map) {
        float lowest = Float.MAX_VALUE;
        float highest = -Float.MAX_VALUE;
        for (float value : map) {
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        float range = highest - lowest;
        float[] scaled = new float[map.length];
        for (int i = 0; i < map.length && range > 0; i++) scaled[i] = Math.max(0, highest) * (map[i] - lowest) / range;
        return scaled;
    }
}
