package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Witness;

/**
 * Applies, at one step, each target row's edits. Rows seen are [source, target 1, ..., target n]; the source is never changed.
 * Where the source's maps were kept from an earlier walk, its row may be left out.
 *
 * @param targets what is done to each target row
 * @param step the step, 0 the noisiest
 * @param store keeps the maps that a local blend or a view needs, as edited
 * @param tally counts what was replaced
 * @param kept the source's maps of an earlier walk; takes those of this one
 * @param sourceRow whether the first row seen is the source; if not, its maps are the kept ones and targets begin there
 * @param firstRow of those with a prompt, the only ones that are edited
 */
public record EditControl(
        List<Variant> targets,
        int step,
        AttentionStore store,
        Tally tally,
        SourceMaps kept,
        boolean sourceRow,
        int firstRow)
        implements AttentionControl {
    /** Looks at this layer now and then, where there are targets that might be edited or maps that are shown. */
    @Override
    public Optional<Witness> witness(Site site) {
        boolean edited = targets.stream().anyMatch(v -> v.edit(site, step) != Edit.NONE);
        boolean matters = !targets.isEmpty() || store.wants(site, step);
        Optional<Witness> proof = matters && tally.proof().due(site.name(), edited, step)
                ? Optional.of(new ProductWitness(this, site, tally.proof()))
                : Optional.empty();
        Optional<Witness> observer = store.observer(site, step).map(clear -> (q, k, v, product, heads) -> {
            Optional<NDArray> source = sourceRow ? Optional.empty() : Optional.of(kept.get(site, step));
            clear.observe(site, q, k, heads, firstRow, source);
        });
        return proof.isPresent() && observer.isPresent()
                ? Optional.of(proof.get().and(observer.get()))
                : proof.or(() -> observer);
    }

    @Override
    public boolean wants(Site site) {
        return built(site) || sourceRow && kept.wants(site, step);
    }

    /** Returns whether an edit or the store reads the source's map of this place. */
    public boolean reads(Site site) {
        return built(site) || store.observer(site, step).isPresent();
    }

    private boolean built(Site site) {
        return store.wants(site, step) || targets.stream().anyMatch(v -> v.edit(site, step) != Edit.NONE);
    }

    @Override
    public Optional<NDArray> ready(Site site) {
        boolean read =
                sourceRow || targets.stream().anyMatch(v -> v.edit(site, step).readsTarget());
        return read ? Optional.empty() : Optional.of(withoutSource(kept.get(site, step), row -> null, site));
    }

    /** Maps that edits replace without reading them are not built. */
    @Override
    public int rowsRead(Site site, int seen) {
        boolean read = targets.stream().anyMatch(v -> v.edit(site, step).readsTarget());
        return sourceRow && !read ? 1 : seen;
    }

    @Override
    public NDArray apply(NDArray maps, Site site) {
        if (!sourceRow) return withoutSource(kept.get(site, step), row -> maps.get(row), site);
        NDArray m = maps.get(0);
        kept.keep(site, step, m);
        NDList edited = edited(m, row -> maps.get(row + 1), site);
        boolean changed = targets.stream().anyMatch(v -> v.edit(site, step) != Edit.NONE);
        NDArray mHat = changed ? NDArrays.stack(withSource(m, edited)) : maps;
        store.add(site, mHat, step);
        return mHat;
    }

    /** Adds to the store what it wants of the source alone, where that is kept and nothing is drawn. */
    public void storeKept(List<Site> sites) {
        for (Site site : sites) {
            if (store.wants(site, step)) store.add(site, kept.get(site, step).expandDims(0), step);
            store.observer(site, step)
                    .ifPresent(c -> c.add(site, kept.get(site, step).expandDims(0)));
        }
    }

    private NDArray withoutSource(NDArray m, IntFunction<NDArray> mStar, Site site) {
        NDList edited = edited(m, mStar, site);
        if (store.wants(site, step)) store.add(site, NDArrays.stack(withSource(m, edited)), step);
        return edited.size() == 1 ? edited.head().expandDims(0) : NDArrays.stack(edited);
    }

    /** Returns each target's M̂ and counts those that an edit made. */
    private NDList edited(NDArray m, IntFunction<NDArray> mStar, Site site) {
        NDList edited = new NDList();
        for (int row = 0; row < targets.size(); row++) {
            Edit edit = targets.get(row).edit(site, step);
            edited.add(edit.apply(m, edit.readsTarget() ? mStar.apply(row) : null));
            if (edit != Edit.NONE) tally.replaced(site.name());
        }
        return edited;
    }

    private static NDList withSource(NDArray m, NDList edited) {
        NDList rows = new NDList(m);
        rows.addAll(edited);
        return rows;
    }

    /**
     * Returns the control that injects features: in each half of the guidance, [source, target 1, ..., target n], those of
     * its own source.
     */
    public FeatureControl features() {
        return new FeatureEdit(targets, step, tally);
    }

    /** Returns whether features are injected, which are read from the source's row in both halves of the guidance. */
    public boolean injects() {
        return targets.stream().anyMatch(v -> !v.features(step).isEmpty());
    }
}
