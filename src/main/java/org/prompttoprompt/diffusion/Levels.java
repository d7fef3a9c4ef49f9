package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.prompttoprompt.checkpoint.Config;

/**
 * The course of a solver in the half logarithm of the signal-to-noise ratio, λ = log(α/σ) with α = √ᾱ and σ = √(1-ᾱ), in which
 * the network's answer changes little and its part of a step has a closed form (Lu et al. 2022).
 *
 * @param schedule of the model
 * @param timesteps at which the network is asked, the noisiest first
 * @param ratios σ/α of each, and that after the last
 */
record Levels(NoiseSchedule schedule, List<Double> timesteps, double[] ratios) {
    /** Where the levels between the noisiest and the last lie. */
    enum Path {
        TIMESTEPS,
        KARRAS,
        /** In equal strides of λ (Lu et al. 2022). */
        LAMBDA
    }

    /**
     * Returns the course that a file asks for.
     *
     * @param endsAtLeast whether the last step ends at the least noise of the training, and not at none
     */
    static Levels of(Config config, NoiseSchedule schedule, int steps, boolean endsAtLeast) {
        config.allow("thresholding", false, null);
        config.allow("use_flow_sigmas", false, null);
        config.allow("use_dynamic_shifting", false, null);
        Path path = Sigmas.karras(config)
                ? Path.KARRAS
                : config.getBoolean("use_lu_lambdas", false) ? Path.LAMBDA : Path.TIMESTEPS;
        SigmaTable table = new SigmaTable(schedule);
        double[] t = schedule.timesteps(
                steps, 1, n -> schedule.spacing().beforeNone(schedule.trained(), n, schedule.stepsOffset()));
        double[] ratios = switch (path) {
            case KARRAS -> Karras.sigmas(table.most(), table.least(), steps);
            case LAMBDA -> evenly(Math.log(table.most()), Math.log(table.least()), steps);
            case TIMESTEPS -> Arrays.stream(t).map(table::sigma).toArray();
        };
        if (path != Path.TIMESTEPS)
            t = Arrays.stream(ratios).map(table::timestep).map(Math::rint).toArray();
        double[] all = Arrays.copyOf(ratios, steps + 1);
        all[steps] = endsAtLeast ? table.least() : 0;
        return new Levels(schedule, Arrays.stream(t).boxed().toList(), all);
    }

    private static double[] evenly(double from, double to, int n) {
        return IntStream.range(0, n)
                .mapToDouble(i -> Math.exp(from + (to - from) * i / Math.max(1, n - 1)))
                .toArray();
    }

    int steps() {
        return timesteps.size();
    }

    /** Returns √ᾱ of a step. */
    double alpha(int step) {
        return 1 / Math.hypot(ratios[step], 1);
    }

    /** Returns √(1-ᾱ) of a step. */
    double sigma(int step) {
        return ratios[step] * alpha(step);
    }

    /** Returns λ of a step, which is infinite where no noise is left. */
    double lambda(int step) {
        return -Math.log(ratios[step]);
    }

    private double alphaCumprod(int step) {
        return 1 / (ratios[step] * ratios[step] + 1);
    }

    /** Returns the predicted image x₀, a new array. */
    NDArray original(NDArray latents, NDArray output, int step) {
        return schedule.original(latents, output, alphaCumprod(step));
    }

    /** Returns the predicted noise ε. */
    NDArray epsilon(NDArray latents, NDArray output, int step) {
        return schedule.epsilon(latents, output, alphaCumprod(step));
    }

    /** Returns α·x₀ + σ·ε, a new array. */
    NDArray noised(NDArray original, NDArray epsilon, int step) {
        return NoiseSchedule.noised(original, epsilon, alphaCumprod(step));
    }
}
