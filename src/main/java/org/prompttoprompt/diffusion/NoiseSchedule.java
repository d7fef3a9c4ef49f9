package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.prompttoprompt.checkpoint.Config;

/**
 * How much noise each timestep has, and where a sampler steps: the numbers of a model's scheduler_config.json.
 *
 * @param alphasCumprod ᾱₜ for each training timestep, computed in float32 as the reference does
 * @param alphaFinal ᾱ before the first timestep
 * @param prediction what the network predicts
 * @param spacing of the timesteps
 * @param stepsOffset added to each leading timestep
 */
record NoiseSchedule(float[] alphasCumprod, float alphaFinal, Prediction prediction, Spacing spacing, int stepsOffset) {
    /**
     * Reads the options that DDIM and PNDM share; others of the file are the sampler's to read or refuse.
     *
     * @param alphaToOne whether ᾱ before the first timestep is 1 where the file does not say it
     * @param zeroTerminal whether the last timestep is to be pure noise
     */
    static NoiseSchedule of(Config config, boolean alphaToOne, boolean zeroTerminal) {
        int n = config.getInt("num_train_timesteps", 1000);
        double start = config.getDouble("beta_start", 0.0001);
        double end = config.getDouble("beta_end", 0.02);
        config.allow("beta_schedule", "scaled_linear", "linear", "squaredcos_cap_v2");
        config.allow("trained_betas", (Object) null);
        config.allow("prediction_type", "epsilon", "v_prediction", "sample", null);
        config.allow("timestep_spacing", "leading", "trailing", "linspace", null);
        float[] betas = switch (config.getString("beta_schedule", "linear")) {
            case "scaled_linear" -> Betas.scaledLinear(n, start, end);
            case "squaredcos_cap_v2" -> Betas.squaredCosine(n);
            default -> Betas.linear(n, start, end);
        };
        Prediction prediction = switch (config.getString("prediction_type", "epsilon")) {
            case "v_prediction" -> Prediction.VELOCITY;
            case "sample" -> Prediction.SAMPLE;
            default -> Prediction.EPSILON;
        };
        if (zeroTerminal && prediction == Prediction.EPSILON) {
            throw config.refuse(
                    "rescale_betas_zero_snr", "pure noise shows no image to a network that predicts the noise alone");
        }
        float[] alphas = Betas.alphasCumprod(zeroTerminal ? Betas.zeroTerminal(betas) : betas);
        // The pipelines force an offset of 1 whatever the file says.
        config.ignore("steps_offset");
        return new NoiseSchedule(
                alphas,
                config.getBoolean("set_alpha_to_one", alphaToOne) ? 1 : alphas[0],
                prediction,
                Spacing.valueOf(config.getString("timestep_spacing", "leading").toUpperCase(Locale.ROOT)),
                1);
    }

    /** Returns the largest number of steps whose timesteps are all trained ones. */
    int mostSteps() {
        int n = alphasCumprod.length;
        int most = n;
        while (timesteps(most).get(0) >= n) most--;
        return most;
    }

    /** Returns the whole timesteps of a course of {@code steps} steps, the noisiest first. */
    List<Double> timesteps(int steps) {
        return Arrays.stream(spacing.timesteps(alphasCumprod.length, steps, stepsOffset))
                .map(Math::rint)
                .boxed()
                .toList();
    }

    /** Returns ᾱ at a whole timestep, which may lie before the first. */
    double alpha(double timestep) {
        return timestep >= 0 ? alphasCumprod[(int) timestep] : alphaFinal;
    }

    /** Returns the predicted noise ε. */
    NDArray epsilon(NDArray latents, NDArray output, double alpha) {
        return prediction.epsilon(latents, output, alpha);
    }

    /** Returns the predicted image x₀, a new array. */
    NDArray original(NDArray latents, NDArray output, double alpha) {
        return prediction.original(latents, output, alpha);
    }

    /** Returns √ᾱ·x₀ + √(1-ᾱ)·ε, a new array. */
    static NDArray noised(NDArray original, NDArray epsilon, double alpha) {
        return original.mul(Math.sqrt(alpha)).addi(epsilon.mul(Math.sqrt(1 - alpha)));
    }
}
