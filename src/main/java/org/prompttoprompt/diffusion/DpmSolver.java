package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.prompttoprompt.checkpoint.Config;

/**
 * DPM-Solver++ of several steps: x' = (σ'/σ)·x + α'·(1-e⁻ʰ)·x₀ and a part of the differences of the last predicted images, h being
 * the stride of λ (Lu et al. 2022, algorithm 2 and appendix B). Its stochastic form takes 2h for h, shrinks the latents by e⁻ʰ
 * more, and adds σ'·√(1-e⁻²ʰ) of noise.
 */
final class DpmSolver extends LevelScheduler {
    /** Of less steps, the last ones are of lower order: they would shoot beyond the image. */
    private static final int FEW = 15;

    private final Options options;
    private final Past originals;

    /**
     * @param order how many predicted images a step combines
     * @param stochastic whether noise is added
     * @param heun whether the second difference weighs as in Heun's method, or as in the midpoint's
     * @param careful whether the last steps of few are of lower order
     * @param eulerLast whether the last step is of the first order
     */
    private record Options(int order, boolean stochastic, boolean heun, boolean careful, boolean eulerLast) {}

    private DpmSolver(Levels levels, Options options) {
        super(levels);
        this.options = options;
        originals = new Past(options.order());
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        config.allow("algorithm_type", "dpmsolver++", "sde-dpmsolver++", "deis", null);
        config.allow("solver_type", "midpoint", "heun", "logrho", "bh1", "bh2", null);
        config.allow("solver_order", 1, 2, 3, null);
        config.allow("lambda_min_clipped", "-inf", "-Infinity", null);
        boolean stochastic = config.getString("algorithm_type", "dpmsolver++").startsWith("sde");
        int order = config.getInt("solver_order", 2);
        if (stochastic && order > 2) throw config.refuse("solver_order", "with noise, 1 and 2 are");
        boolean endsAtLeast = Sigmas.endsAtLeast(config);
        Options options = new Options(
                order,
                stochastic,
                config.getString("solver_type", "midpoint").equals("heun"),
                config.getBoolean("lower_order_final", true),
                config.getBoolean("euler_at_final", false) || !endsAtLeast);
        NoiseSchedule schedule = NoiseSchedule.of(config, Spacing.LINSPACE).endingInNoise(config, true);
        Levels levels = Levels.of(config, schedule, steps, endsAtLeast);
        return () -> new DpmSolver(levels, options);
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        originals.add(original(latents, output, i));
        double h = levels.lambda(i + 1) - levels.lambda(i);
        double decay = options.stochastic() ? 2 * h : h;
        double kept = levels.sigma(i + 1) / levels.sigma(i) * (options.stochastic() ? Math.exp(-h) : 1);
        double[] weights = weights(i, h, decay);
        for (int k = 0; k < weights.length; k++) weights[k] *= levels.alpha(i + 1);
        NDArray moved = latents.mul(kept).addi(Sum.of(weights, originals));
        double fresh = levels.sigma(i + 1) * Math.sqrt(1 - Math.exp(-2 * h));
        return !options.stochastic() || fresh == 0
                ? moved
                : moved.addi(noise.at(i).muli(fresh));
    }

    private int order(int i) {
        boolean careful = options.careful() && levels.steps() < FEW;
        int left = levels.steps() - i;
        int most = left == 1 && (careful || options.eulerLast()) ? 1 : left == 2 && careful ? 2 : options.order();
        return Math.min(most, originals.size());
    }

    /** Returns what the predicted images weigh, the newest first, over α'. */
    private double[] weights(int i, double h, double decay) {
        double first = -Math.expm1(-decay);
        int order = order(i);
        if (order == 1) return new double[] {first};
        // What the first difference weighs: exactly, or by the midpoint's rule, which is as good for short strides.
        double exact = 1 - first / decay;
        double second = order == 2 && !options.heun() ? first / 2 : exact;
        double r0 = (levels.lambda(i) - levels.lambda(i - 1)) / h;
        if (order == 2) return new double[] {first + second / r0, -second / r0};
        double r1 = (levels.lambda(i - 1) - levels.lambda(i - 2)) / h;
        double third = .5 - (decay - first) / (decay * decay);
        // D₁ = d₀ + r₀/(r₀+r₁)·(d₀-d₁) and D₂ = (d₀-d₁)/(r₀+r₁), the differences being d₀ = (m₀-m₁)/r₀ and d₁ =
        // (m₁-m₂)/r₁.
        double d1 = -(second * r0 + third) / (r0 + r1);
        double d0 = second - d1;
        return new double[] {first + d0 / r0, -d0 / r0 + d1 / r1, -d1 / r1};
    }

    @Override
    public void select(int[] rows) {
        originals.select(rows);
    }
}
