package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.prompttoprompt.checkpoint.Config;

/**
 * UniPC: each step predicts the next latents from the last answers of the network, and the next evaluation corrects them by its own
 * answer before it goes on, without another one (Zhao et al. 2023, algorithms 5 to 8, B(h) = eʰ-1).
 */
final class UniPc extends LevelScheduler {
    private final int order;
    /** Whether the answers are taken as images x₀, and else as noise ε. */
    private final boolean images;

    private final Set<Integer> uncorrected;
    private final Past answers;
    private final Past start = new Past(1);
    /** The order of the step before. */
    private int lastOrder;

    private UniPc(Levels levels, int order, boolean images, Set<Integer> uncorrected) {
        super(levels);
        this.order = order;
        this.images = images;
        this.uncorrected = uncorrected;
        // One more than the predictor takes, for the corrector takes the newest as well.
        answers = new Past(order + 1);
    }

    static Supplier<Scheduler> open(Config config, int steps) {
        config.allow("solver_type", "bh2", "midpoint", "heun", "logrho", null);
        config.allow("solver_order", 1, 2, 3, null);
        config.allow("lower_order_final", true, null);
        config.allowEmpty("solver_p", "shift_terminal", "sigma_min", "sigma_max");
        int order = config.getInt("solver_order", 2);
        boolean images = config.getBoolean("predict_x0", true);
        Set<Integer> uncorrected = new HashSet<>(config.getInts("disable_corrector", List.of()));
        NoiseSchedule schedule = NoiseSchedule.of(config, Spacing.LINSPACE).endingInNoise(config, true);
        boolean endsAtLeast = Sigmas.endsAtLeast(config);
        if (!images && !endsAtLeast) {
            throw config.refuse(
                    "predict_x0", "it divides by the last noise, for which final_sigmas_type = sigma_min is");
        }
        Levels levels = Levels.of(config, schedule, steps, endsAtLeast);
        return () -> new UniPc(levels, order, images, uncorrected);
    }

    @Override
    public NDArray step(NDArray latents, NDArray output, int i, StepNoise noise) {
        answers.add(images ? levels.original(latents, output, i) : levels.epsilon(latents, output, i));
        boolean corrects = start.size() > 0 && !uncorrected.contains(i - 1);
        NDArray corrected = corrects ? corrected(i) : latents;
        lastOrder = Math.min(Math.min(order, levels.steps() - i), answers.size());
        start.add(corrected);
        return predicted(i);
    }

    /** Returns the latents of the next step from those of this one. */
    private NDArray predicted(int i) {
        Stride stride = new Stride(levels, i, images);
        double[] r = stride.ratios(lastOrder);
        // The order's own answer is missing in a prediction: one equation and one unknown less.
        double[] rho = lastOrder == 2 ? new double[] {.5} : stride.solution(r, lastOrder - 1);
        double[] weights = new double[lastOrder];
        weights[0] = stride.first();
        for (int k = 1; k < lastOrder; k++) {
            weights[k] += stride.b() * rho[k - 1] / r[k - 1];
            weights[0] -= weights[k];
        }
        return start.get(0).mul(stride.kept()).addi(Sum.of(weights, answers));
    }

    /** Returns the latents of this step from those of the step before and the network's answer to what it had predicted. */
    private NDArray corrected(int i) {
        Stride stride = new Stride(levels, i - 1, images);
        double[] r = stride.ratios(lastOrder);
        double[] rho = lastOrder == 1 ? new double[] {.5} : stride.solution(r, lastOrder);
        double[] weights = new double[lastOrder + 1];
        weights[0] = stride.b() * rho[lastOrder - 1];
        weights[1] = stride.first() - weights[0];
        for (int k = 1; k < lastOrder; k++) {
            weights[k + 1] = stride.b() * rho[k - 1] / r[k - 1];
            weights[1] -= weights[k + 1];
        }
        return start.get(0).mul(stride.kept()).addi(Sum.of(weights, answers));
    }

    @Override
    public void select(int[] rows) {
        answers.select(rows);
        start.select(rows);
    }

    /** The numbers of one step, from evaluation {@code i} on. */
    private record Stride(Levels levels, int i, boolean images) {
        private double h() {
            return levels.lambda(i + 1) - levels.lambda(i);
        }

        private double scale() {
            return images ? levels.alpha(i + 1) : levels.sigma(i + 1);
        }

        private double signed() {
            return images ? -h() : h();
        }

        /** What the latents weigh. */
        double kept() {
            return images ? levels.sigma(i + 1) / levels.sigma(i) : levels.alpha(i + 1) / levels.alpha(i);
        }

        /** What the answer of this evaluation weighs in a step of the first order. */
        double first() {
            return -scale() * Math.expm1(signed());
        }

        /** What the differences weigh, over those of the solution. */
        double b() {
            return first();
        }

        /** Returns where the evaluations lie: those before, over the stride, and 1 for the end of it. */
        double[] ratios(int order) {
            return IntStream.rangeClosed(1, order)
                    .mapToDouble(k -> k == order ? 1 : (levels.lambda(i - k) - levels.lambda(i)) / h())
                    .toArray();
        }

        /** Solves Σₖ ρₖ·rₖᵐ = bₘ for m from 0 to n-1 (equation 9). */
        double[] solution(double[] r, int n) {
            double hh = signed();
            double[][] rows = new double[n][n + 1];
            double phi = Math.expm1(hh) / hh - 1;
            double factorial = 1;
            for (int m = 0; m < n; m++) {
                for (int k = 0; k < n; k++) rows[m][k] = Math.pow(r[k], m);
                rows[m][n] = phi * factorial / Math.expm1(hh);
                factorial *= m + 2;
                phi = phi / hh - 1 / factorial;
            }
            return LinearSystem.solve(rows);
        }
    }
}
