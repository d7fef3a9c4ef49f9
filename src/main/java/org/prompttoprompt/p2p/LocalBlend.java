package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.attention.Site;

/**
 * Keeps an edit inside the region of its words: x* = x + mask·(x* - x) after each step (Hertz et al. 2022, section 4,
 * "Local editing"; google/prompt-to-prompt, LocalBlend). The region of a prompt's words is where the sum of their
 * cross-attention, averaged over layers and enlarged by a 3x3 maximum, exceeds {@code threshold} of its largest value;
 * the mask is the source's region or the target's, without the regions of the words to keep.
 *
 * @param source token indices in the source prompt whose region may change
 * @param target likewise in the target prompt
 * @param keepSource token indices in the source prompt whose region must not change
 * @param keepTarget likewise in the target prompt
 * @param threshold share of the largest value, 0 to 1
 * @param keepThreshold likewise for the words to keep, whose maps are not enlarged
 * @param firstStep the step after which it first acts
 */
public record LocalBlend(
        List<Integer> source,
        List<Integer> target,
        List<Integer> keepSource,
        List<Integer> keepTarget,
        double threshold,
        double keepThreshold,
        int firstStep) {
    /** The side of the maps that the published code reads, at 512 pixels. */
    private static final int MAP_SIDE = 16;

    /** Returns whether latents are blended after this step. */
    public boolean actsAt(int step) {
        return step >= firstStep;
    }

    /** Returns the pixels of the maps that a blend reads: of the encoder's and decoder's, those nearest to 16 x 16. */
    public static int mapPixels(List<Site> sites) {
        return sites.stream()
                .filter(site -> site.cross() && site.place() != Site.Place.MID)
                .map(Site::pixels)
                .min(Comparator.<Integer>comparingDouble(p -> Math.abs(Math.log((double) p / (MAP_SIDE * MAP_SIDE))))
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    /**
     * Returns the mask of a target row, [1, 1, height, width] of the latents, 1 where the edit may act.
     *
     * @param sums of the store, [rows, heads, pixels, tokens] per place
     * @param row the target's row; the source is row 0
     */
    public NDArray mask(Map<Site, NDArray> sums, int row, long height, long width) {
        NDArray mask = region(sums, 0, source, true, threshold, height, width)
                .logicalOr(region(sums, row, target, true, threshold, height, width));
        if (!keepSource.isEmpty() || !keepTarget.isEmpty()) {
            NDArray kept = region(sums, 0, keepSource, false, keepThreshold, height, width)
                    .logicalOr(region(sums, row, keepTarget, false, keepThreshold, height, width));
            mask = mask.logicalAnd(kept.logicalNot());
        }
        return mask.toType(DataType.FLOAT32, false);
    }

    private static NDArray region(
            Map<Site, NDArray> sums,
            int row,
            List<Integer> tokens,
            boolean enlarge,
            double threshold,
            long height,
            long width) {
        NDList layers = new NDList();
        sums.forEach((site, sum) -> {
            NDArray maps = sum.get(row).mean(new int[] {0});
            NDArray words = sum.getManager().zeros(new Shape(site.pixels()));
            for (int token : tokens) words = words.add(maps.get(":," + token));
            layers.add(words.reshape(1, 1, site.height(), site.width()));
        });
        NDArray map = NDArrays.concat(layers, 1).mean(new int[] {1}, true);
        if (enlarge) map = Pool.maxPool2d(map, new Shape(3, 3), new Shape(1, 1), new Shape(1, 1), false);
        NDArray enlarged = map.getNDArrayInternal().interpolation(new long[] {height, width}, 0, false);
        return enlarged.div(enlarged.max()).gt((float) threshold);
    }
}
