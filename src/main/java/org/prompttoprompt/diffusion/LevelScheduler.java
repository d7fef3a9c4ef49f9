package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A sampler on a course of {@link Levels}; what it has of its own is the step. */
abstract class LevelScheduler implements Scheduler {
    final Levels levels;

    LevelScheduler(Levels levels) {
        this.levels = levels;
    }

    @Override
    public List<Double> timesteps() {
        return levels.timesteps();
    }

    @Override
    public NDArray original(NDArray latents, NDArray output, int i) {
        return levels.original(latents, output, i);
    }

    @Override
    public NDArray noised(NDArray original, NDArray epsilon, int i) {
        return levels.noised(original, epsilon, i);
    }
}
