package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.nn.Linear;

/**
 * The guidance scale w as an input of a network that was distilled from guided answers (Luo et al. 2023, section 4.2; Meng et al.
 * 2023): waves of 10000^(-k/(half-1)) · 1000(w-1), sines first, through a linear layer, to be added to the timestep's.
 */
final class GuidanceEmbedding {
    private final int channels;
    private final Linear projection;

    GuidanceEmbedding(Weights w, int channels, int timeWaves) {
        this.channels = channels;
        projection = Linear.withoutBias(w, channels, timeWaves);
    }

    /** Returns what is added to the waves of the timestep, [1, timeWaves]. */
    NDArray forward(NDManager manager, double scale, Precision precision) {
        int half = channels / 2;
        float[] exponents = new float[half];
        for (int k = 0; k < half; k++) exponents[k] = (float) (-Math.log(10000) / (half - 1) * k);
        NDArray angles = manager.create(exponents, new Shape(1, half)).exp().muli((float) (1000 * (scale - 1)));
        return projection.forward(precision.from(angles.sin().concat(angles.cos(), 1)));
    }
}
