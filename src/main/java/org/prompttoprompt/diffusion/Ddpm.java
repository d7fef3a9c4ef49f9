package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Supplier;
import org.prompttoprompt.checkpoint.Config;

/**
 * DDPM (Ho et al. 2020, equation 7): x' = √ᾱₛ·β/(1-ᾱₜ)·x₀ + √(1-β)·(1-ᾱₛ)/(1-ᾱₜ)·xₜ + √v·n, where s is the next timestep, β = 1-ᾱₜ/ᾱₛ
 * and n new noise.
 */
final class Ddpm extends TimestepScheduler {
    /** How much noise: as the paper's two choices are called in the files. */
    private enum Variance {
        FIXED_SMALL,
        /** The same by way of its logarithm. */
        FIXED_SMALL_LOG,
        FIXED_LARGE
    }

    private static final double LEAST_VARIANCE = 1e-20;

    private final Variance variance;

    private Ddpm(NoiseSchedule schedule, List<Double> timesteps, Variance variance) {
        super(schedule, timesteps);
        this.variance = variance;
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        config.allow("thresholding", false, null);
        config.allow("variance_type", "fixed_small", "fixed_small_log", "fixed_large", null);
        NoiseSchedule schedule = NoiseSchedule.of(config, Spacing.LEADING)
                .endingInNoise(config, false)
                .clipping(config, true);
        List<Double> timesteps = schedule.timesteps(steps);
        Variance variance = switch (config.getString("variance_type", "fixed_small")) {
            case "fixed_large" -> Variance.FIXED_LARGE;
            case "fixed_small_log" -> Variance.FIXED_SMALL_LOG;
            default -> Variance.FIXED_SMALL;
        };
        return () -> new Ddpm(schedule, timesteps, variance);
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        double alpha = alpha(i);
        double next = isLast(i) ? 1 : alpha(i + 1);
        double beta = 1 - alpha / next;
        NDArray mean = Sum.of(
                Math.sqrt(next) * beta / (1 - alpha),
                original(latents, output, i),
                Math.sqrt(1 - beta) * (1 - next) / (1 - alpha),
                latents);
        // The noise of the first timestep would be seen.
        if (timesteps().get(i) == 0) return mean;
        double small = Math.max((1 - next) / (1 - alpha) * beta, LEAST_VARIANCE);
        return mean.addi(noise.at(i).muli(Math.sqrt(variance == Variance.FIXED_LARGE ? beta : small)));
    }
}
