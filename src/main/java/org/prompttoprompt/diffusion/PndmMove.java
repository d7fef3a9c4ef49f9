package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.checkpoint.Config;

/**
 * What both forms of PNDM do: how noise is taken away along the curve of pseudo numerical methods (Liu et al. 2022, equation 11), and
 * the linear multi-step method by which the last outputs are combined (equation 12).
 *
 * @param steps of the course
 */
record PndmMove(NoiseSchedule schedule, int steps) {
    private static final double[][] WEIGHTS = {
        {1}, {3 / 2.0, -1 / 2.0}, {23 / 12.0, -16 / 12.0, 5 / 12.0}, {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
    };
    /** As many outputs are combined. */
    static final int ORDER = WEIGHTS.length;

    static NoiseSchedule schedule(Config config) {
        config.allow("prediction_type", "epsilon", "v_prediction", null);
        return NoiseSchedule.of(config, Spacing.LEADING).ending(config, false);
    }

    /** Returns the timesteps of a step, whatever the spacing. */
    int stride() {
        return schedule.trained() / steps;
    }

    /** Returns the latents of a stride below from the outputs so far, the newest of which is that at {@code t}. */
    NDArray combined(NDArray latents, Past outputs, double t) {
        return of(latents, Sum.of(WEIGHTS[outputs.size() - 1], outputs), t, t - stride());
    }

    /** Returns the latents at another timestep, a new array. */
    NDArray of(NDArray latents, NDArray output, double from, double to) {
        double a = schedule.alpha(from);
        double b = schedule.alpha(to);
        NDArray epsilon = schedule.epsilon(latents, output, a);
        double divisor = a * Math.sqrt(1 - b) + Math.sqrt(a * (1 - a) * b);
        return latents.mul(Math.sqrt(b / a)).subi(epsilon.mul((b - a) / divisor));
    }

    NDArray original(NDArray latents, NDArray output, double t) {
        return schedule.original(latents, output, schedule.alpha(t));
    }

    NDArray noised(NDArray original, NDArray epsilon, double t) {
        return NoiseSchedule.noised(original, epsilon, schedule.alpha(t));
    }
}
