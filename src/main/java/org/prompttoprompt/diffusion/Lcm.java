package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Supplier;
import org.prompttoprompt.checkpoint.Bounds;
import org.prompttoprompt.checkpoint.Config;

/**
 * Latent consistency: each step jumps to the image f = c₁·x + c₂·x₀ and adds noise up to the next timestep, x' = √ᾱₛ·f + √(1-ᾱₛ)·n
 * (Luo et al. 2023, algorithm 3), where c₁ = ¼/(t²+¼) and c₂ = t/√(t²+¼) of the timestep as the file scales it.
 */
final class Lcm extends TimestepScheduler {
    private static final double SIGMA_DATA = .5;

    private final double scaling;

    private Lcm(NoiseSchedule schedule, List<Double> timesteps, double scaling) {
        super(schedule, timesteps);
        this.scaling = scaling;
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        config.allow("thresholding", false, null);
        NoiseSchedule schedule = NoiseSchedule.of(config, Spacing.LEADING)
                .endingInNoise(config, false)
                .clipping(config, false);
        List<Double> timesteps = Consistency.timesteps(config, schedule.trained(), steps);
        double scaling = Bounds.positive(config, "timestep_scaling", 10);
        return () -> new Lcm(schedule, timesteps, scaling);
    }

    @Override
    public NDArray original(NDArray latents, NDArray output, int i) {
        double t = timesteps().get(i) * scaling;
        double square = t * t + SIGMA_DATA * SIGMA_DATA;
        NDArray original = schedule.original(latents, output, alpha(i));
        return Sum.of(SIGMA_DATA * SIGMA_DATA / square, latents, t / Math.sqrt(square), original);
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        NDArray original = original(latents, output, i);
        if (isLast(i)) return original;
        return NoiseSchedule.noised(original, noise.at(i), alpha(i + 1));
    }
}
