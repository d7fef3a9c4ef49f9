package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.Ops;

/**
 * Sums of attention maps over some steps alone, for fine maps: those in which there is more image than noise, as earlier ones tell
 * little of outlines. Cross-attention as it was used, [rows, 1, pixels, keys] per place; self-attention as the layers' queries and keys
 * have it, one sum for all layers of a level, [rows, 1, pixels, pixels]. Of that a few pixels are computed at a time, all heads, and
 * averaged at once: beside the sum, which takes 64 MB for each row at 64 x 64 pixels, no map of a layer or head is held.
 */
public final class ClearMaps implements AutoCloseable {
    /** What the maps of a few pixels may take, all heads. */
    public static final long MOST_VALUES = 8L << 20;

    private final List<Site> sites;
    private final Set<Integer> steps;
    private final AttentionStore sums;

    /**
     * @param sites all attention layers
     * @param steps the network evaluations whose maps are added
     */
    public ClearMaps(NDManager manager, List<Site> sites, Set<Integer> steps) {
        this(sites, steps, new AttentionStore(manager, site -> true, false));
    }

    private ClearMaps(List<Site> sites, Set<Integer> steps, AttentionStore sums) {
        this.sites = sites;
        this.steps = Set.copyOf(steps);
        this.sums = sums;
    }

    /** Returns whether the maps of words are added here. */
    boolean reads(Site site, int step) {
        return steps.contains(step) && SelfPropagation.readsWords(site, sites);
    }

    /** Returns whether the self-attention is added here, which needs not be built for that. */
    boolean observes(Site site, int step) {
        return steps.contains(step) && SelfPropagation.reads(site, sites);
    }

    /** Adds maps, [rows, heads, pixels, keys]. */
    void add(Site site, NDArray maps) {
        sums.add(site.cross() ? site : level(site), maps);
    }

    /**
     * Adds the self-attention of rows, the source first.
     *
     * @param q queries, [rows, pixels, channels]; k likewise
     * @param first of the rows that are added
     * @param source the source's map, [heads, pixels, pixels], where its row is not among them
     */
    void observe(Site site, NDArray q, NDArray k, int heads, int first, Optional<NDArray> source) {
        int own = (int) q.getShape().get(0) - first;
        int before = source.isPresent() ? 1 : 0;
        NDArray sum = sum(level(site), before + own, q.getManager());
        source.ifPresent(map -> sum.get("0, 0").addi(map.mean(new int[] {0})));
        int pixels = site.pixels();
        int many = (int) Math.max(1, MOST_VALUES / ((long) heads * pixels));
        for (int row = 0; row < own; row++) {
            String of = (first + row) + ":" + (first + row + 1);
            NDArray keys = k.get(of);
            for (int from = 0; from < pixels; from += many) {
                String some = from + ":" + Math.min(pixels, from + many);
                try (NDScope scope = new NDScope()) {
                    NDArray maps = Ops.probs(q.get(of + ", " + some), keys, heads);
                    sum.get((before + row) + ", 0, " + some).addi(maps.get(0).mean(new int[] {0}));
                }
            }
        }
    }

    private NDArray sum(Site level, int rows, NDManager manager) {
        return sums.sumOr(
                level, () -> manager.zeros(new Shape(rows, 1, level.pixels(), level.pixels()), DataType.FLOAT32));
    }

    private static Site level(Site site) {
        return new Site("self-attention", Site.Place.MID, false, site.height(), site.width());
    }

    /** Returns the sums so far; those of self-attention stand at one place for each level. */
    public Map<Site, NDArray> sums() {
        return sums.sums();
    }

    /** Returns how many evaluations are added up. */
    public int evaluations() {
        return steps.size();
    }

    ClearMaps part() {
        return new ClearMaps(sites, steps, sums.part());
    }

    void addParts(List<ClearMaps> parts) {
        sums.addParts(parts.stream().map(part -> part.sums).toList());
    }

    void select(int[] rows) {
        sums.select(rows);
    }

    @Override
    public void close() {
        sums.close();
    }
}
