package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.prompttoprompt.checkpoint.Config;

/**
 * DEIS of several steps: x'/α' = x/α + Σ εₖ · ∫ ℓₖ(log ρ) dρ from ρ to ρ', where ρ = σ/α and ℓₖ is the polynomial of log ρ that is 1
 * at the step of εₖ and 0 at the others (Zhang and Chen 2023, ρAB-DEIS in log ρ).
 */
final class Deis extends LevelScheduler {
    /** Of less steps, the last ones are of lower order. */
    private static final int FEW = 15;

    private final int order;
    private final boolean careful;
    private final Past epsilons;

    private Deis(Levels levels, int order, boolean careful) {
        super(levels);
        this.order = order;
        this.careful = careful && levels.steps() < FEW;
        epsilons = new Past(order);
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        config.allow("solver_order", 1, 2, 3, null);
        int order = config.getInt("solver_order", 2);
        boolean careful = config.getBoolean("lower_order_final", true);
        // It divides by the noise, of which therefore the least is left in the end.
        Levels levels = Levels.of(config, NoiseSchedule.of(config, Spacing.LINSPACE), steps, true);
        return () -> new Deis(levels, order, careful);
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        epsilons.add(levels.epsilon(latents, output, i));
        double alpha = levels.alpha(i + 1);
        double[] weights = new double[order(i)];
        for (int k = 0; k < weights.length; k++) weights[k] = alpha * integral(i, k, weights.length);
        return latents.mul(alpha / levels.alpha(i)).addi(Sum.of(weights, epsilons));
    }

    private int order(int i) {
        int most = careful ? Math.min(order, levels.steps() - i) : order;
        return Math.min(most, epsilons.size());
    }

    private double integral(int i, int k, int n) {
        return antiderivative(levels.ratios()[i + 1], i, k, n) - antiderivative(levels.ratios()[i], i, k, n);
    }

    /** Returns ∫ ℓₖ(log ρ) dρ by ∫ 1 = ρ, ∫ log ρ = ρ(log ρ - 1) and ∫ log² ρ = ρ(log² ρ - 2 log ρ + 2). */
    private double antiderivative(double rho, int i, int k, int n) {
        double log = Math.log(rho);
        double[] powers = {rho, rho * (log - 1), rho * (log * log - 2 * log + 2)};
        if (n == 1) return powers[0];
        double at = log(i - k);
        double c = log(i - (k + 1) % n);
        if (n == 2) return (powers[1] - c * powers[0]) / (at - c);
        double d = log(i - (k + 2) % n);
        return (powers[2] - (c + d) * powers[1] + c * d * powers[0]) / ((at - c) * (at - d));
    }

    private double log(int step) {
        return -levels.lambda(step);
    }

    @Override
    public void select(int[] rows) {
        epsilons.select(rows);
    }
}
