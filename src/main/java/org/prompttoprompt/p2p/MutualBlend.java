package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.text.Alignment;

/**
 * The local blend of virtual inversion (Xu et al. 2024, InfEdit, arXiv 2312.04965; sled-group/InfEdit, LocalBlend): outside of
 * the region of {@code local} words the target takes the row behind it, the source drawn in the target's layout; in that of
 * {@code mutual} words, which both prompts have, it takes the source. A word's region is where its attention in that row, of
 * a mutual word in the source, summed over the steps and averaged over layers and heads, exceeds a share of its largest value.
 *
 * @param local tokens of the edited prompt; none for the whole image
 * @param mutual tokens of the edited prompt that keep the source
 * @param alignment A(j) of the prompts; a token that is new has its own attention
 * @param thresholds of the local words' region after each evaluation
 * @param mutualThreshold of the mutual words'
 */
public record MutualBlend(
        List<Integer> local, List<Integer> mutual, Alignment alignment, List<Double> thresholds, double mutualThreshold)
        implements Blend {
    private static final double NOISY = 0.15;

    public MutualBlend {
        local = List.copyOf(local);
        mutual = List.copyOf(mutual);
        thresholds = List.copyOf(thresholds);
    }

    /**
     * Returns the published thresholds of local words: {@code least}, and more where there is much noise, 0.15 / √ᾱ.
     *
     * @param manager of what is computed on the way
     */
    public static List<Double> thresholds(Scheduler scheduler, NDManager manager, double least) {
        try (NDScope scope = new NDScope()) {
            NDArray one = manager.ones(new Shape(1, 1, 1, 1));
            return IntStream.range(0, scheduler.timesteps().size())
                    .mapToObj(i -> scheduler.noised(one, one.zerosLike(), i).getFloat())
                    .map(root -> Math.max(least, NOISY / root))
                    .toList();
        }
    }

    /** From the second evaluation on; what comes after the last one has no part in the image. */
    @Override
    public boolean actsAt(int step) {
        return step >= 1 && step + 1 < thresholds.size();
    }

    @Override
    public NDArray blend(NDArray latents, Map<Site, NDArray> sums, int row, int step) {
        NDArray target = row(latents, row);
        NDArray source = row(latents, 0);
        NDArray other = row(latents, row + 1);
        NDArray blended =
                local.isEmpty() ? target : NDArrays.where(like(edited(sums, row, step, target), target), target, other);
        List<Integer> kept =
                mutual.stream().filter(token -> !local.contains(token)).toList();
        if (!kept.isEmpty()) blended = NDArrays.where(like(kept(sums, row, target), target), source, blended);
        List<Integer> both = mutual.stream().filter(local::contains).toList();
        if (both.isEmpty() || step + 2 != thresholds.size()) return blended;
        NDArray inBoth = region(sums, both, row + 1, row, thresholds.get(step), target);
        return NDArrays.where(like(inBoth, target), other, blended);
    }

    /** Returns where the local words act after a step, [1, 1, height, width], true inside. */
    public NDArray edited(Map<Site, NDArray> sums, int row, int step, NDArray latents) {
        return region(sums, local, row + 1, row, thresholds.get(step), latents);
    }

    /** Returns where the words act that keep the source, likewise. */
    public NDArray kept(Map<Site, NDArray> sums, int row, NDArray latents) {
        List<Integer> tokens =
                mutual.stream().filter(token -> !local.contains(token)).toList();
        return region(sums, tokens, 0, row, mutualThreshold, latents);
    }

    private NDArray region(
            Map<Site, NDArray> sums, List<Integer> tokens, int base, int target, double threshold, NDArray latents) {
        RegionMaps read = RegionMaps.of(List.copyOf(sums.keySet()));
        NDList words = new NDList();
        for (int token : tokens) {
            List<Integer> from = alignment.sources(token);
            int maps = from.isEmpty() ? target : base;
            int column = from.isEmpty() ? token : from.get(0);
            NDList layers = new NDList();
            sums.forEach((site, sum) -> {
                if (!read.reads(site)) return;
                NDArray map = sum.get(maps).mean(new int[] {0}).get(":," + column);
                layers.add(map.reshape(1, 1, site.height(), site.width()));
            });
            words.add(NDArrays.concat(layers, 1).mean(new int[] {1}, true));
        }
        NDArray largest = NDArrays.concat(words, 1).max(new int[] {1}, true);
        long[] size = {latents.getShape().get(2), latents.getShape().get(3)};
        NDArray atSize = largest.getNDArrayInternal().interpolation(size, 0, false);
        return atSize.div(atSize.max()).gt((float) threshold);
    }

    private static NDArray row(NDArray latents, int row) {
        return latents.get(row + ":" + (row + 1));
    }

    private static NDArray like(NDArray mask, NDArray latents) {
        return mask.broadcast(latents.getShape());
    }
}
