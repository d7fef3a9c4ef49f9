package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.prompttoprompt.checkpoint.Config;

/**
 * The linear multi-step method: x' = x + ∫ P(σ) dσ from σ to σ', where P is the polynomial through the slopes (x-x₀)/σ of the last
 * four steps (k-diffusion, Crowson 2022; Adams and Bashforth 1883 for uneven strides).
 */
final class Lms extends SigmaScheduler {
    private static final int ORDER = 4;

    private final Past slopes = new Past(ORDER);

    private Lms(Sigmas sigmas) {
        super(sigmas);
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        NoiseSchedule schedule = NoiseSchedule.of(config, Spacing.LINSPACE);
        Sigmas sigmas = Sigmas.of(schedule, steps, Sigmas.karras(config), false);
        return () -> new Lms(sigmas);
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        slopes.add(latents.sub(original(latents, output, i)).divi(sigmas.sigma(i)));
        double[] weights = new double[slopes.size()];
        for (int k = 0; k < weights.length; k++) weights[k] = weight(i, k, weights.length);
        return latents.add(Sum.of(weights, slopes));
    }

    /** Returns ∫ ℓₖ(σ) dσ, ℓₖ being 1 at the level of k steps before and 0 at the others. */
    private double weight(int i, int k, int order) {
        double middle = (sigmas.sigma(i + 1) + sigmas.sigma(i)) / 2;
        double half = (sigmas.sigma(i + 1) - sigmas.sigma(i)) / 2;
        // Gauss' rule of two points is exact up to the third degree.
        double point = half / Math.sqrt(3);
        return half * (lagrange(middle - point, i, k, order) + lagrange(middle + point, i, k, order));
    }

    private double lagrange(double sigma, int i, int k, int order) {
        double product = 1;
        for (int j = 0; j < order; j++) {
            if (j == k) continue;
            product *= (sigma - sigmas.sigma(i - j)) / (sigmas.sigma(i - k) - sigmas.sigma(i - j));
        }
        return product;
    }

    @Override
    public void select(int[] rows) {
        slopes.select(rows);
    }
}
