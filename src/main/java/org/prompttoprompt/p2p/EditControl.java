package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;

/**
 * Applies, at one step, each target row's edits. Rows are [source, target 1, ..., target n]; the source is never changed.
 * Where the source's maps were kept from an earlier walk, its row may be left out.
 *
 * @param targets what is done to each target row
 * @param step the step, 0 the noisiest
 * @param store keeps the maps that a local blend or a view needs, as edited
 * @param tally counts what was replaced
 * @param kept the source's maps of an earlier walk; takes those of this one
 * @param sourceRow whether row 0 is the source; if not, its maps are the kept ones and targets begin at row 0
 */
public record EditControl(
        List<Variant> targets, int step, AttentionStore store, Tally tally, SourceMaps kept, boolean sourceRow)
        implements AttentionControl {
    @Override
    public boolean wants(Site site) {
        return reads(site) || sourceRow && kept.wants(site, step);
    }

    /** Returns whether an edit or the store reads the source's map of this place. */
    public boolean reads(Site site) {
        return store.wants(site) || targets.stream().anyMatch(v -> v.edit(site, step) != Edit.NONE);
    }

    @Override
    public NDArray apply(NDArray maps, Site site) {
        NDArray m = sourceRow ? maps.get(0) : kept.get(site, step);
        if (sourceRow) kept.keep(site, step, m);
        NDList edited = new NDList();
        boolean changed = false;
        for (int row = 0; row < targets.size(); row++) {
            Edit edit = targets.get(row).edit(site, step);
            NDArray mStar = maps.get(row + (sourceRow ? 1 : 0));
            edited.add(edit.apply(m, mStar));
            if (edit == Edit.NONE) continue;
            tally.replaced(site.name());
            changed = true;
        }
        NDArray mHat = maps;
        if (changed && sourceRow) mHat = NDArrays.stack(withSource(m, edited));
        if (changed && !sourceRow) mHat = NDArrays.stack(edited);
        if (store.wants(site)) store.add(site, sourceRow ? mHat : NDArrays.stack(withSource(m, edited)));
        return mHat;
    }

    private static NDList withSource(NDArray m, NDList edited) {
        NDList rows = new NDList(m);
        rows.addAll(edited);
        return rows;
    }

    /** Returns the control that injects the source row's features; the same in both halves of the guidance. */
    public FeatureControl features() {
        return new FeatureControl() {
            @Override
            public boolean wants(String layer) {
                return targets.stream().anyMatch(v -> v.features(step).contains(layer));
            }

            @Override
            public NDArray apply(NDArray features, String layer) {
                NDList rows = new NDList(features.get(0));
                for (int row = 1; row <= targets.size(); row++) {
                    boolean injected = targets.get(row - 1).features(step).contains(layer);
                    rows.add(features.get(injected ? 0 : row));
                    if (injected) tally.replaced(layer);
                }
                return NDArrays.stack(rows);
            }
        };
    }

    /** Returns whether features are injected, which are read from the source's row in both halves of the guidance. */
    public boolean injects() {
        return targets.stream().anyMatch(v -> !v.features(step).isEmpty());
    }
}
