package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.prompttoprompt.checkpoint.Config;

/** Euler's method: x' = x + (σ'-σ)·(x-x₀)/σ (Karras et al. 2022, algorithm 2 without noise). */
final class Euler extends SigmaScheduler {
    private Euler(Sigmas sigmas) {
        super(sigmas);
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        config.allow("interpolation_type", "linear", null);
        config.allow("timestep_type", "discrete", null);
        NoiseSchedule schedule = NoiseSchedule.of(config, Spacing.LINSPACE).endingInNoise(config, true);
        Sigmas sigmas = Sigmas.of(schedule, steps, Sigmas.karras(config), Sigmas.endsAtLeast(config));
        return () -> new Euler(sigmas);
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        return sigmas.moved(latents, original(latents, output, i), i, sigmas.sigma(i + 1));
    }
}
