package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A sampler on whole timesteps of the training; what it has of its own is the step. */
abstract class TimestepScheduler implements Scheduler {
    final NoiseSchedule schedule;
    private final List<Double> timesteps;

    TimestepScheduler(NoiseSchedule schedule, List<Double> timesteps) {
        this.schedule = schedule;
        this.timesteps = timesteps;
    }

    @Override
    public final List<Double> timesteps() {
        return timesteps;
    }

    /** Returns ᾱ of the latents of evaluation {@code i}. */
    final double alpha(int i) {
        return schedule.alpha(timesteps.get(i));
    }

    /** Returns whether evaluation {@code i} is the last. */
    final boolean isLast(int i) {
        return i + 1 == timesteps.size();
    }

    @Override
    public NDArray original(NDArray latents, NDArray output, int i) {
        return schedule.original(latents, output, alpha(i));
    }

    @Override
    public final NDArray noised(NDArray original, NDArray epsilon, int i) {
        return NoiseSchedule.noised(original, epsilon, alpha(i));
    }
}
