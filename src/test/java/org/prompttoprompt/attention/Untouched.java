package org.prompttoprompt.attention;

import ai.djl.ndarray.NDArray;

/** Leaves all features as they are, but for what a test overrides. */
public interface Untouched extends FeatureControl {
    @Override
    default boolean wants(String layer) {
        return false;
    }

    @Override
    default NDArray apply(NDArray features, String layer) {
        return features;
    }
}
