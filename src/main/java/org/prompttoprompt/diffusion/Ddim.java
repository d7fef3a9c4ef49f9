package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Supplier;
import org.prompttoprompt.checkpoint.Config;

/**
 * DDIM (Song et al. 2021, equation 12): x' = √ᾱₛ·x₀ + √(1-ᾱₛ-σ²)·ε + σ·n, where s is the next timestep, σ = η
 * √((1-ᾱₛ)/(1-ᾱₜ)) √(1-ᾱₜ/ᾱₛ) and n new noise. η is 0, and then nothing is random, unless asked for.
 */
public final class Ddim extends TimestepScheduler {
    private final int stride;
    private final double eta;

    static NoiseSchedule schedule(Config config) {
        config.allow("thresholding", false, null);
        return NoiseSchedule.of(config, Spacing.LEADING)
                .ending(config, true)
                .endingInNoise(config, false)
                .clipping(config, true);
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        NoiseSchedule schedule = schedule(config);
        List<Double> timesteps = schedule.timesteps(steps);
        return () -> new Ddim(schedule, timesteps, schedule.trained() / steps, 0);
    }

    private Ddim(NoiseSchedule schedule, List<Double> timesteps, int stride, double eta) {
        super(schedule, timesteps);
        this.stride = stride;
        this.eta = eta;
    }

    /** Returns the sampler that adds noise after each step: as much as DDPM for η = 1, none for 0. */
    public Ddim withNoise(double eta) {
        return new Ddim(schedule, timesteps(), stride, eta);
    }

    /** ᾱ of the latents after evaluation i, a stride below whatever the spacing. */
    private double next(int i) {
        return schedule.alpha(timesteps().get(i) - stride);
    }

    /** Returns σ, how much noise is added after evaluation {@code i}. */
    public double sigma(int i) {
        return eta * Math.sqrt((1 - next(i)) / (1 - alpha(i))) * Math.sqrt(1 - alpha(i) / next(i));
    }

    /** Returns the noise in the latents of evaluation {@code i} as far as the network can tell, ε. */
    public NDArray epsilon(NDArray latents, NDArray output, int i) {
        return schedule.epsilon(latents, output, alpha(i));
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        double alpha = alpha(i);
        double next = next(i);
        double sigma = sigma(i);
        NDArray original = schedule.original(latents, output, alpha);
        NDArray epsilon = schedule.epsilon(latents, output, alpha);
        // Rounding must not make the rest negative where the last timestep is pure noise.
        double rest = Math.sqrt(Math.max(0, 1 - next - sigma * sigma));
        NDArray moved = original.muli(Math.sqrt(next)).addi(epsilon.mul(rest));
        return sigma == 0 ? moved : moved.addi(noise.at(i).muli(sigma));
    }

    /** The same equation from s to t, as if ε were the same at both (Song et al. 2021, section 4.3). */
    @Override
    public NDArray inverse(NDArray latents, NDArray output, int i) {
        double next = next(i);
        NDArray original = schedule.original(latents, output, next);
        return NoiseSchedule.noised(original, schedule.epsilon(latents, output, next), alpha(i));
    }
}
