package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.prompttoprompt.checkpoint.Config;

/**
 * Heun's method: a step of Euler's to the next noise level, and the same step again by the mean of the slopes (x-x₀)/σ at both
 * ends; the last one, to no noise, is Euler's (Karras et al. 2022, algorithm 1).
 */
final class Heun extends SigmaScheduler {
    private final List<Double> timesteps = new ArrayList<>();
    private final Past start = new Past(1);
    private final Past slope = new Past(1);

    private Heun(Sigmas sigmas) {
        super(sigmas);
        for (double t : sigmas.timesteps()) {
            timesteps.add(t);
            timesteps.add(t);
        }
        // The noisiest is no end of a step, only a beginning.
        timesteps.remove(0);
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        NoiseSchedule schedule = NoiseSchedule.of(config, Spacing.LINSPACE).clipping(config, false);
        Sigmas sigmas = Sigmas.of(schedule, steps, Sigmas.karras(config), false);
        return () -> new Heun(sigmas);
    }

    @Override
    public List<Double> timesteps() {
        return timesteps;
    }

    @Override
    public int evaluation(int step) {
        return Math.min(2 * step, timesteps.size());
    }

    @Override
    int level(int i) {
        return (i + 1) / 2;
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        int step = i / 2;
        double length = sigmas.sigma(step + 1) - sigmas.sigma(step);
        NDArray now = latents.sub(original(latents, output, i)).divi(sigmas.sigma(level(i)));
        if (i % 2 == 0) {
            start.add(latents);
            slope.add(now);
            return Sum.of(1, latents, length, now);
        }
        return Sum.of(1, start.get(0), length / 2, now.addi(slope.get(0)));
    }

    @Override
    public void select(int[] rows) {
        start.select(rows);
        slope.select(rows);
    }
}
