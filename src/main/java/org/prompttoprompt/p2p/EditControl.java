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
 *
 * @param targets what is done to each target row
 * @param step the step, 0 the noisiest
 * @param store keeps the maps that a local blend or a view needs, as edited
 * @param tally counts what was replaced
 */
public record EditControl(List<Variant> targets, int step, AttentionStore store, Tally tally)
        implements AttentionControl {
    @Override
    public boolean wants(Site site) {
        return store.wants(site) || targets.stream().anyMatch(v -> v.edit(site, step) != Edit.NONE);
    }

    @Override
    public NDArray apply(NDArray maps, Site site) {
        NDArray m = maps.get(0);
        NDList edited = new NDList(m);
        boolean changed = false;
        for (int row = 1; row <= targets.size(); row++) {
            Edit edit = targets.get(row - 1).edit(site, step);
            NDArray mStar = maps.get(row);
            edited.add(edit.apply(m, mStar));
            if (edit == Edit.NONE) continue;
            tally.replaced(site.name());
            changed = true;
        }
        NDArray mHat = changed ? NDArrays.stack(edited) : maps;
        if (store.wants(site)) store.add(site, mHat);
        return mHat;
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
}
