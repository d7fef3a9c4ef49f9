package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.attention.Site;

/**
 * Where words act, in the source or in the target: the {@link WordRegion} of either.
 *
 * @param source token indices in the source prompt
 * @param target token indices in the target prompt
 * @param threshold share of the largest value, 0 to 1
 * @param enlarged whether each pixel first takes the largest value of its 3x3 neighbours
 * @param fine whether the maps are first spread within their level, as {@link WordRegion} does
 */
public record WordsMask(List<Integer> source, List<Integer> target, double threshold, boolean enlarged, boolean fine)
        implements Mask {
    /** A mask by the maps as they are. */
    public WordsMask(List<Integer> source, List<Integer> target, double threshold, boolean enlarged) {
        this(source, target, threshold, enlarged, false);
    }

    public WordsMask {
        source = List.copyOf(source);
        target = List.copyOf(target);
    }

    @Override
    public NDArray of(Map<Site, NDArray> sums, int row, NDArray latents) {
        long height = latents.getShape().get(2);
        long width = latents.getShape().get(3);
        return new WordRegion(source, threshold, enlarged, fine)
                .of(sums, 0, height, width)
                .logicalOr(new WordRegion(target, threshold, enlarged, fine).of(sums, row, height, width))
                .toType(DataType.FLOAT32, false);
    }
}
