package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.Rows;

/**
 * Running sums of attention maps over the steps, heads averaged or not: [rows, heads or 1, pixels, keys] per place. Only what somebody asked
 * for is kept, and sums instead of maps, so that the memory does not grow with the steps.
 */
public final class AttentionStore implements AutoCloseable {
    private final NDManager manager;
    private final Predicate<Site> wanted;
    private final boolean perHead;
    private final Map<Site, NDArray> sums = new LinkedHashMap<>();
    /** What was added last, as long as its layer computes. */
    private Site lastSite;

    private NDArray last;

    /**
     * Keeps the maps of the {@code wanted} places in {@code manager}.
     *
     * @param perHead whether each head has a map of its own, at several times the memory
     */
    public AttentionStore(NDManager manager, Predicate<Site> wanted, boolean perHead) {
        this.perHead = perHead;
        this.manager = manager.newSubManager();
        this.wanted = wanted;
    }

    boolean wants(Site site) {
        return wanted.test(site);
    }

    void add(Site site, NDArray maps) {
        NDArray added = perHead ? maps.duplicate() : maps.mean(new int[] {1}, true);
        lastSite = site;
        last = added;
        if (sums.containsKey(site)) sums.get(site).addi(added);
        else sums.put(site, keep(added));
    }

    /**
     * Returns what was just added for this place, [rows, heads or 1, pixels, keys], before its layer has ended; empty if that
     * was another place.
     */
    Optional<NDArray> justAdded(Site site) {
        return site.equals(lastSite) ? Optional.of(last) : Optional.empty();
    }

    /** Returns an empty store for some of the rows of a step, the source and targets; {@link #addParts} takes what it got. */
    public AttentionStore part() {
        return new AttentionStore(manager, wanted, perHead);
    }

    /** Adds what the parts of a step kept, one after the other, the source from the first of them; and closes them. */
    public void addParts(List<AttentionStore> parts) {
        for (Site site : parts.get(0).sums.keySet()) {
            NDList rows = new NDList();
            for (AttentionStore part : parts) {
                NDArray sum = part.sums.get(site);
                rows.add(rows.isEmpty() ? sum : sum.get("1:"));
            }
            NDArray joined = NDArrays.concat(rows);
            if (sums.containsKey(site)) sums.get(site).addi(joined);
            else sums.put(site, keep(joined));
        }
        parts.forEach(AttentionStore::close);
    }

    /** Goes on with these rows; a row that forked is named more than once. */
    public void select(int[] rows) {
        sums.replaceAll((site, sum) -> {
            NDArray selected = keep(Rows.select(sum, rows));
            sum.close();
            return selected;
        });
    }

    /** Returns the sums so far, [rows, heads or 1, pixels, keys] per place, in the order of execution. */
    public Map<Site, NDArray> sums() {
        return sums;
    }

    /** Forgets the sums so far, so that what comes next stands alone. */
    public void clear() {
        sums.values().forEach(NDArray::close);
        sums.clear();
    }

    private NDArray keep(NDArray array) {
        NDScope.unregister(array);
        array.attach(manager);
        return array;
    }

    @Override
    public void close() {
        manager.close();
        sums.clear();
    }
}
