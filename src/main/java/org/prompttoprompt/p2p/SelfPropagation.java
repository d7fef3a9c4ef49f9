package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.attention.Site;

/**
 * Where words act, spread over what belongs together: A' = S^k A with the self-attention S of the level at which A arose (Nguyen et
 * al. 2023, "Dataset Diffusion", equation 4). Of S the squares are taken and each row divided by its sum, which leaves a pixel
 * fewer others to take from; rows that sum to one make A' a mean of A.
 */
public final class SelfPropagation {
    /** Of larger levels none is read: the sum of one takes 64 MB at 64 x 64 pixels and 340 MB at 96 x 96. */
    public static final int MOST_PIXELS = 96 * 96;
    /** k, chosen on 24 renders apart from those that are measured: 1 to 3 are alike. */
    private static final int TIMES = 2;

    private SelfPropagation() {}

    /** Returns whether the cross-attention of this place is read for fine maps: on the way up, where outlines are known best. */
    public static boolean readsWords(Site site, Collection<Site> all) {
        return site.cross() && site.place() == place(all);
    }

    /** Returns whether the self-attention of this place is read: that of levels whose cross-attention is, and that are small enough. */
    public static boolean reads(Site site, Collection<Site> all) {
        return !site.cross()
                && site.place() == place(all)
                && site.pixels() <= MOST_PIXELS
                && all.stream().anyMatch(other -> readsWords(other, all) && other.pixels() == site.pixels());
    }

    private static Site.Place place(Collection<Site> all) {
        boolean up = all.stream().anyMatch(site -> site.cross() && site.place() == Site.Place.UP);
        return up ? Site.Place.UP : Site.Place.DOWN;
    }

    /**
     * Returns a map of its level spread, [pixels, tokens] as it is given; itself where no self-attention of the level was kept.
     *
     * @param sums of the store, [rows, heads, pixels, keys] per place; whether of one step or of many
     */
    public static NDArray spread(NDArray map, Map<Site, NDArray> sums, int row) {
        long pixels = map.getShape().get(0);
        return self(sums, row, pixels).map(self -> spread(map, self)).orElse(map);
    }

    /** Returns S^k A, for S [pixels, pixels] whose rows sum to one. */
    static NDArray spread(NDArray map, NDArray self) {
        NDArray spread = map;
        for (int i = 0; i < TIMES; i++) spread = self.matMul(spread);
        return spread;
    }

    /** Returns S of one level, the mean of its layers, sharpened, each row with the sum 1. */
    private static Optional<NDArray> self(Map<Site, NDArray> sums, int row, long pixels) {
        List<Site> level = sums.keySet().stream()
                .filter(site -> !site.cross() && site.pixels() == pixels)
                .sorted(Comparator.comparing(Site::name))
                .toList();
        return level.stream()
                .map(site -> sums.get(site).get(row).mean(new int[] {0}))
                .reduce(NDArray::add)
                .map(SelfPropagation::sharpened);
    }

    /** Returns the squares of a map, each row divided by its sum. */
    static NDArray sharpened(NDArray self) {
        NDArray squares = self.square();
        return squares.divi(squares.sum(new int[] {1}, true));
    }
}
