package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * DDIM without added noise (Song et al. 2021, equation 12 with η = 0): x' = √ᾱₛ·x₀ + √(1-ᾱₛ)·ε, where s is the next
 * timestep.
 */
public final class Ddim implements Scheduler {
    private final NoiseSchedule schedule;
    private final List<Integer> timesteps;
    private final int stride;

    Ddim(NoiseSchedule schedule, int steps) {
        this.schedule = schedule;
        timesteps = schedule.timesteps(steps);
        stride = schedule.alphasCumprod().length / steps;
    }

    @Override
    public List<Integer> timesteps() {
        return timesteps;
    }

    @Override
    public NDArray original(NDArray latents, NDArray output, int i) {
        return schedule.original(latents, output, schedule.alpha(timesteps.get(i)));
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i) {
        int t = timesteps.get(i);
        double alpha = schedule.alpha(t);
        double next = schedule.alpha(t - stride);
        NDArray original = schedule.original(latents, output, alpha);
        NDArray epsilon = schedule.epsilon(latents, output, alpha);
        return original.muli(Math.sqrt(next)).addi(epsilon.mul(Math.sqrt(1 - next)));
    }
}
