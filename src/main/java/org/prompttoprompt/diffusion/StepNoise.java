package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The noise that some samplers add after an evaluation. It is one sample's for all rows, so that source and targets differ
 * by their prompts alone (Hertz et al. 2022, algorithm 1, whose two branches have the same seed).
 */
@FunctionalInterface
public interface StepNoise {
    /** Returns the noise of evaluation {@code i}, [1, channels, height, width], a new array. */
    NDArray at(int i);

    /** For walks that add none. */
    StepNoise NONE = i -> {
        throw new IllegalStateException("There is no noise for evaluation " + i);
    };

    /** Returns noise from a seed: what {@code torch.randn} draws next after the latents that {@link Noise} draws. */
    static StepNoise of(NDManager manager, long seed, Shape shape) {
        return i -> Noise.of(manager, seed, shape, i + 1);
    }
}
