package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Map;
import java.util.function.Predicate;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.Ops;

/**
 * Attention maps for people to look at, from the sums of an {@link AttentionStore}.
 *
 * @param sums [rows, heads, pixels, keys] per place
 * @param evaluations how many were added
 */
public record AttentionViews(Map<Site, NDArray> sums, int evaluations) {
    /**
     * Returns the mean map of the chosen places, which have one size, over layers, heads and steps, [pixels, keys]
     * (google/prompt-to-prompt, aggregate_attention).
     */
    public NDArray average(int row, Predicate<Site> places) {
        NDList layers = new NDList();
        sums.forEach((site, sum) -> {
            if (places.test(site)) layers.add(sum.get(row));
        });
        if (layers.isEmpty()) throw new IllegalArgumentException("No attention maps were kept at these places");
        return NDArrays.concat(layers).mean(new int[] {0}).divi(evaluations);
    }

    /**
     * Returns where each token acts, [keys, height, width] of the latents: every head's kept cross-attention map enlarged by
     * cubic interpolation, without its negative overshoot, averaged over the heads of each layer, then over layers and steps
     * (after Tang et al. 2023, who give each head the same weight: with more heads in coarse layers those dominate).
     */
    public NDArray heat(int row, int height, int width) {
        NDList layers = new NDList();
        sums.forEach((site, sum) -> {
            if (!site.cross()) return;
            NDArray heads = sum.get(row).transpose(0, 2, 1);
            NDArray maps = heads.reshape(heads.getShape().get(0), -1, site.height(), site.width());
            layers.add(Ops.bicubic(maps, height, width).maximum(0).mean(new int[] {0}));
        });
        return NDArrays.stack(layers).mean(new int[] {0}).divi(evaluations);
    }

    /**
     * Returns the main patterns of a mean self-attention map, [count, pixels]: the first right singular vectors after each
     * row's mean was taken away, each with its largest magnitude positive (google/prompt-to-prompt, show_self_attention_comp).
     *
     * @param average as {@link #average} returns it, [pixels, pixels]
     */
    public static NDArray components(NDArray average, int count) {
        NDArray vectors = Ops.rightSingularVectors(centred(average)).get(":" + count);
        NDArray highest = vectors.max(new int[] {1}, true);
        NDArray lowest = vectors.min(new int[] {1}, true);
        NDArray sign = highest.gte(lowest.neg())
                .toType(vectors.getDataType(), false)
                .muli(2)
                .subi(1);
        return vectors.mul(sign);
    }

    /** Returns how strong each pattern of {@link #components} is, the strongest first. */
    public static NDArray strengths(NDArray average) {
        return Ops.singularValues(centred(average));
    }

    private static NDArray centred(NDArray average) {
        return average.sub(average.mean(new int[] {1}, true));
    }
}
