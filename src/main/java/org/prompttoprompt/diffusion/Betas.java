package org.prompttoprompt.diffusion;

import java.util.function.DoubleUnaryOperator;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;

/** How much noise each step of the training adds, βₜ, and what is left of the image after all up to it, ᾱₜ = Π(1-β). */
final class Betas {
    /** No step takes more than this share away (Nichol and Dhariwal 2021). */
    private static final double MOST = 0.999;

    /** Less would leave an image as it is in single precision, and a noise level of 0 has no logarithm. */
    private static final double LEAST = 1e-7;

    /** Published models start below it and end above it: of two that do not fit, the one on the other side is wrong. */
    private static final double USUAL_MIDDLE = 0.005;

    private static final String RANGE = "it must be from 0.0000001 to " + MOST;

    private Betas() {}

    /**
     * Returns ᾱ of n timesteps as a file describes them, each above 0 and below 1.
     *
     * @throws Refusal if it describes others, naming the option
     */
    static float[] alphasCumprod(Config config, int n) {
        config.allow("beta_schedule", "scaled_linear", "linear", "squaredcos_cap_v2");
        config.allow("trained_betas", (Object) null);
        String schedule = config.getString("beta_schedule", "linear");
        double start = config.getDouble("beta_start", 0.0001);
        double end = config.getDouble("beta_end", 0.02);
        if (schedule.equals("squaredcos_cap_v2")) return alphasCumprod(squaredCosine(n));
        if (!isUsable(start)) throw config.refuse("beta_start", RANGE);
        if (!isUsable(end)) throw config.refuse("beta_end", RANGE);
        String wrong = start > USUAL_MIDDLE ? "beta_start" : "beta_end";
        if (start > end) throw config.refuse(wrong, "beta_start = " + start + " must not be above beta_end = " + end);
        float[] alphas = alphasCumprod(schedule.equals("linear") ? linear(n, start, end) : scaledLinear(n, start, end));
        if (alphas[n - 1] >= Float.MIN_NORMAL) return alphas;
        throw config.refuse(
                config.has("beta_end") ? "beta_end" : "num_train_timesteps",
                "after " + n + " timesteps up to beta_end = " + end + " nothing is left of an image");
    }

    private static boolean isUsable(double beta) {
        return beta >= LEAST && beta <= MOST;
    }

    /** Returns n betas from start to end in equal strides. */
    static float[] linear(int n, double start, double end) {
        float[] betas = new float[n];
        float step = (float) ((end - start) / (n - 1));
        for (int k = 0; k < n; k++) {
            // torch.linspace counts from both ends
            betas[k] = k < n / 2 ? (float) start + step * k : (float) end - step * (n - 1 - k);
        }
        return betas;
    }

    /** Returns n betas whose roots are in equal strides (Rombach et al. 2022). */
    static float[] scaledLinear(int n, double start, double end) {
        float[] betas = linear(n, Math.sqrt(start), Math.sqrt(end));
        for (int k = 0; k < n; k++) betas[k] *= betas[k];
        return betas;
    }

    /** Returns n betas by which ᾱ falls as the square of a cosine (Nichol and Dhariwal 2021, equation 17). */
    static float[] squaredCosine(int n) {
        DoubleUnaryOperator alpha = t -> Math.pow(Math.cos((t + 0.008) / 1.008 * Math.PI / 2), 2);
        float[] betas = new float[n];
        for (int k = 0; k < n; k++) {
            double left = alpha.applyAsDouble((k + 1.0) / n) / alpha.applyAsDouble((double) k / n);
            betas[k] = (float) Math.min(1 - left, MOST);
        }
        return betas;
    }

    /** Returns ᾱ, in float32 as the reference computes it. */
    static float[] alphasCumprod(float[] betas) {
        float[] alphas = new float[betas.length];
        double product = 1;
        for (int k = 0; k < alphas.length; k++) {
            product *= 1 - betas[k];
            alphas[k] = (float) product;
        }
        return alphas;
    }

    /** Returns ᾱ changed such that nothing of the image is left at the last timestep (Lin et al. 2024, algorithm 1). */
    static float[] zeroTerminal(float[] alphas) {
        int n = alphas.length;
        float first = (float) Math.sqrt(alphas[0]);
        float last = (float) Math.sqrt(alphas[n - 1]);
        float scale = first / (first - last);
        float[] rescaled = new float[n];
        for (int k = 0; k < n; k++) {
            float root = ((float) Math.sqrt(alphas[k]) - last) * scale;
            rescaled[k] = root * root;
        }
        return rescaled;
    }
}
