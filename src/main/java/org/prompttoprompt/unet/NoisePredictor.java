package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;

/** The network's answer to noisy latents: ε(zₜ, t, C), or v for a model that predicts it. */
@FunctionalInterface
public interface NoisePredictor {
    /**
     * Returns the prediction, [rows, channels, height, width] as the latents.
     *
     * @param context what the rows are drawn from
     */
    NDArray predict(
            NDArray latents, double timestep, Context context, AttentionControl attention, FeatureControl features);

    /**
     * Returns whether it can answer two calls on two threads at once, and does so sooner than one with the rows of both.
     *
     * @param latents as those of the calls
     */
    default boolean sideBySide(NDArray latents) {
        return false;
    }
}
