package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;

/**
 * What all layers of one network call are given besides the features that they go on with.
 *
 * @param siluTime silu of the time embedding, [1 or rows, timeChannels]
 * @param context the encoded prompts, [rows, tokens, contextDim]
 * @param control sees the maps
 * @param features sees named features
 * @param alike which rows begin alike
 */
record Pass(NDArray siluTime, NDArray context, AttentionControl control, FeatureControl features, AlikeRows alike) {
    /** Returns features of all rows: those that began alike part where they first look at their prompts. */
    NDArray ofAllRows(NDArray h) {
        return h.getShape().get(0) == context.getShape().get(0) ? h : alike.all(h);
    }
}
