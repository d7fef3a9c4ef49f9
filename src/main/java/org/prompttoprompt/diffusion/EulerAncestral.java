package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.prompttoprompt.checkpoint.Config;

/**
 * Euler's method below the next noise level and noise back up to it: x' = x₀ + (x-x₀)·σ↓/σ + σ↑·n, σ↑² = σ'²(σ²-σ'²)/σ², σ↓² =
 * σ'²-σ↑² (k-diffusion, Crowson 2022; the variance is DDPM's).
 */
final class EulerAncestral extends SigmaScheduler {
    private EulerAncestral(Sigmas sigmas) {
        super(sigmas);
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        config.allow("prediction_type", "epsilon", "v_prediction", null);
        NoiseSchedule schedule = NoiseSchedule.of(config, Spacing.LINSPACE).endingInNoise(config, true);
        Sigmas sigmas = Sigmas.of(schedule, steps, false, false);
        return () -> new EulerAncestral(sigmas);
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        double from = sigmas.sigma(i);
        double to = sigmas.sigma(i + 1);
        double up = to * Math.sqrt(Math.max(0, 1 - to * to / (from * from)));
        double down = Math.sqrt(to * to - up * up);
        NDArray moved = sigmas.moved(latents, original(latents, output, i), i, down);
        return up == 0 ? moved : moved.addi(noise.at(i).muli(up));
    }
}
