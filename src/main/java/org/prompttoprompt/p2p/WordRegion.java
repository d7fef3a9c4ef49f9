package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.attention.Site;

/**
 * Where words act: the pixels at which the sum of their cross-attention, averaged over layers and heads, exceeds {@code
 * threshold} of its largest value (google/prompt-to-prompt, LocalBlend.get_mask). Words whose attention is nowhere above 0,
 * as after a weight of 0 or less, have no region.
 *
 * @param tokens indices of the words' tokens
 * @param threshold share of the largest value, 0 to 1
 * @param enlarged whether each pixel first takes the largest value of its 3x3 neighbours
 * @param fine whether the maps are first {@link SelfPropagation spread} within their level, and what they have everywhere is taken off;
 *     they are not enlarged then
 */
public record WordRegion(List<Integer> tokens, double threshold, boolean enlarged, boolean fine) {
    /** The share of the largest value that the published code uses. */
    public static final double THRESHOLD = 0.3;

    /** A region by the maps as they are. */
    public WordRegion(List<Integer> tokens, double threshold, boolean enlarged) {
        this(tokens, threshold, enlarged, false);
    }

    /**
     * Returns the region in one row's maps, [1, 1, height, width], true inside.
     *
     * @param sums of the store, [rows, heads, pixels, tokens] per place; places of other sizes are passed over
     */
    public NDArray of(Map<Site, NDArray> sums, int row, long height, long width) {
        NDList layers = new NDList();
        RegionMaps read = RegionMaps.of(List.copyOf(sums.keySet()));
        sums.forEach((site, sum) -> {
            if (!read.reads(site)) return;
            NDArray maps = sum.get(row).mean(new int[] {0});
            NDArray words = sum.getManager().zeros(new Shape(site.pixels()));
            for (int token : tokens) words = words.add(maps.get(":," + token));
            if (fine) words = SelfPropagation.spread(words.expandDims(1), sums, row);
            layers.add(words.reshape(1, 1, site.height(), site.width()));
        });
        NDArray map = NDArrays.concat(layers, 1).mean(new int[] {1}, true);
        if (fine) map = map.sub(map.min());
        else if (enlarged) map = Pool.maxPool2d(map, new Shape(3, 3), new Shape(1, 1), new Shape(1, 1), false);
        NDArray atSize = map.getNDArrayInternal().interpolation(new long[] {height, width}, 0, false);
        NDArray largest = atSize.max();
        return atSize.div(largest).gt((float) threshold).logicalAnd(largest.gt(0));
    }
}
