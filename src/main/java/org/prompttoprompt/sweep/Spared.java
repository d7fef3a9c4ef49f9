package org.prompttoprompt.sweep;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.prompttoprompt.attention.FeatureControl;

/**
 * The features of one network call where a walk leaves something out: what this evaluation computes is kept for those that do not,
 * and what it does not compute is taken from an earlier one.
 *
 * @param inner what else is done to features
 * @param kept the walk's
 * @param evaluation of the walk
 * @param rows of the call, as {@link KeptFeatures} numbers them
 */
record Spared(FeatureControl inner, Pace pace, KeptFeatures kept, int evaluation, int[] rows)
        implements FeatureControl {
    private static final String CROSS = ".attn2";

    @Override
    public boolean wants(String layer) {
        return keeps(layer) || inner.wants(layer);
    }

    @Override
    public NDArray apply(NDArray features, String layer) {
        if (!keeps(layer)) return inner.apply(features, layer);
        kept.keep(layer, evaluation, rows, features);
        return features;
    }

    @Override
    public Optional<NDArray> instead(String layer) {
        Pace.Evaluation now = pace.at(evaluation);
        if (now.shallow() && layer.equals(deep())) return Optional.of(kept.of(layer, rows));
        if (now.frozen() && layer.endsWith(CROSS)) return Optional.of(kept.average(layer, rows));
        return Optional.empty();
    }

    @Override
    public int downsample(String layer) {
        return pace.downsampled().contains(layer) ? pace.downsample() : inner.downsample(layer);
    }

    @Override
    public NDArray product(NDArray q, NDArray k, NDArray v, NDArray product, int heads, String layer) {
        return inner.product(q, k, v, product, heads, layer);
    }

    @Override
    public void used(NDArray built, NDArray used, String layer) {
        inner.used(built, used, layer);
    }

    private boolean keeps(String layer) {
        if (layer.equals(deep())) return pace.later(evaluation, Pace.Evaluation::shallow);
        return layer.endsWith(CROSS) && pace.later(evaluation, Pace.Evaluation::frozen);
    }

    private String deep() {
        return FeatureControl.inputOf(pace.layers());
    }
}
