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
import java.util.function.Supplier;
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
    private final Optional<ClearMaps> clear;
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
        this(manager, wanted, perHead, Optional.empty());
    }

    /** @param clear the sums of some steps alone, which are kept beside and closed with these */
    public AttentionStore(NDManager manager, Predicate<Site> wanted, boolean perHead, Optional<ClearMaps> clear) {
        this.clear = clear;
        this.perHead = perHead;
        this.manager = manager.newSubManager();
        this.wanted = wanted;
    }

    /** Returns whether a map must be built for this store. */
    boolean wants(Site site, int step) {
        return wanted.test(site) || clear.filter(c -> c.reads(site, step)).isPresent();
    }

    /** Returns who adds up the self-attention of this place, if somebody does, for which it needs not be built. */
    Optional<ClearMaps> observer(Site site, int step) {
        return clear.filter(c -> c.observes(site, step));
    }

    /** Adds maps where they are wanted. */
    void add(Site site, NDArray maps, int step) {
        clear.filter(c -> c.reads(site, step)).ifPresent(c -> c.add(site, maps));
        if (wanted.test(site)) add(site, maps);
    }

    void add(Site site, NDArray maps) {
        NDArray added = perHead ? maps.duplicate() : maps.mean(new int[] {1}, true);
        lastSite = site;
        last = added;
        if (sums.containsKey(site)) sums.get(site).addi(added);
        else sums.put(site, keep(added));
    }

    /** Returns the sum of a place, to be added to; as it is given where there is none yet. */
    NDArray sumOr(Site site, Supplier<NDArray> zeros) {
        return sums.computeIfAbsent(site, s -> keep(zeros.get()));
    }

    /** Returns the sums of some steps alone, if they are kept. */
    public Optional<ClearMaps> ofClearSteps() {
        return clear;
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
        return new AttentionStore(manager, wanted, perHead, clear.map(ClearMaps::part));
    }

    /** Adds what the parts of a step kept, one after the other, the source from the first of them; and closes them. */
    public void addParts(List<AttentionStore> parts) {
        clear.ifPresent(c ->
                c.addParts(parts.stream().flatMap(part -> part.clear.stream()).toList()));
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
        clear.ifPresent(c -> c.select(rows));
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
        clear.ifPresent(ClearMaps::close);
        manager.close();
        sums.clear();
    }
}
