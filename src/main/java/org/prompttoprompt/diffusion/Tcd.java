package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Supplier;
import org.prompttoprompt.checkpoint.Config;

/**
 * Trajectory consistency (Zheng et al. 2024, algorithm 4): a step jumps along the trajectory below the next timestep u, to s =
 * (1-γ)·u, and adds noise back up to it: x' = √(ᾱᵤ/ᾱₛ)·(√ᾱₛ·x₀ + √(1-ᾱₛ)·ε) + √(1-ᾱᵤ/ᾱₛ)·n. γ is 0.3; with 0 nothing is random, with 1
 * each step jumps to the image.
 */
public final class Tcd extends TimestepScheduler {
    private static final double GAMMA = .3;

    private final double gamma;

    private Tcd(NoiseSchedule schedule, List<Double> timesteps, double gamma) {
        super(schedule, timesteps);
        this.gamma = gamma;
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        config.allow("thresholding", false, null);
        NoiseSchedule schedule = NoiseSchedule.of(config, Spacing.LEADING).endingInNoise(config, false);
        List<Double> timesteps = Consistency.timesteps(config, schedule.trained(), steps);
        return () -> new Tcd(schedule, timesteps, GAMMA);
    }

    /** Returns the sampler with another γ, from 0 to 1. */
    public Tcd withNoise(double gamma) {
        return new Tcd(schedule, timesteps(), gamma);
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        boolean last = isLast(i);
        double next = last ? 0 : timesteps().get(i + 1);
        // In float32, as the reference: a product just below a whole number is that number.
        double below = schedule.alpha(Math.floor((float) (1 - gamma) * (float) next));
        NDArray epsilon = schedule.epsilon(latents, output, alpha(i));
        NDArray jumped = NoiseSchedule.noised(original(latents, output, i), epsilon, below);
        if (last || gamma == 0) return jumped;
        return NoiseSchedule.noised(jumped, noise.at(i), schedule.alpha(next) / below);
    }
}
