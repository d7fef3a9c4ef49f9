package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.prompttoprompt.attention.Site;

/**
 * The source's maps M<sub>t</sub>, [heads, pixels, keys] each, kept from one walk for the next edit of the same source,
 * which then needs no source row to read them from. As many as fit into {@code mostBytes}; the others are drawn again.
 */
public final class SourceMaps {
    /** Keeps nothing. */
    public static final SourceMaps NONE = new SourceMaps(null, List.of(), 0, 0);

    private record Place(int step, String site) {}

    private final NDManager manager;
    private final List<Site> sites;
    private final int selfPixels;
    private final Map<Place, NDArray> maps = new HashMap<>();
    private long bytesLeft;

    /**
     * Keeps maps in {@code manager}, which is the caller's to close.
     *
     * @param sites all attention layers
     * @param selfPixels self-attention maps of at most so many queries are kept, cross-attention maps of any
     */
    public SourceMaps(NDManager manager, List<Site> sites, int selfPixels, long mostBytes) {
        this.manager = manager;
        this.sites = List.copyOf(sites);
        this.selfPixels = selfPixels;
        bytesLeft = mostBytes;
    }

    /** Returns whether the map of this place is to be kept: one that fits and is not there yet. */
    boolean wants(Site site, int step) {
        return bytesLeft > 0
                && (site.cross() || site.pixels() <= selfPixels)
                && !maps.containsKey(new Place(step, site.name()));
    }

    /** Keeps a copy of M, if it fits. */
    void keep(Site site, int step, NDArray m) {
        if (!wants(site, step)) return;
        long bytes = m.size() * Float.BYTES;
        if (bytes > bytesLeft) {
            bytesLeft = 0;
            return;
        }
        bytesLeft -= bytes;
        NDArray copy = m.duplicate();
        NDScope.unregister(copy);
        copy.attach(manager);
        maps.put(new Place(step, site.name()), copy);
    }

    /** Returns whether the maps of all places that are read at this step are there. */
    public boolean serve(int step, Predicate<Site> read) {
        return sites.stream().filter(read).allMatch(site -> maps.containsKey(new Place(step, site.name())));
    }

    /** Returns M, if it is kept; it belongs to this class. */
    Optional<NDArray> find(Site site, int step) {
        return Optional.ofNullable(maps.get(new Place(step, site.name())));
    }

    /** Returns M, which belongs to this class. */
    NDArray get(Site site, int step) {
        NDArray map = maps.get(new Place(step, site.name()));
        if (map == null) throw new IllegalStateException("No map of " + site.name() + " was kept at step " + step);
        return map;
    }
}
