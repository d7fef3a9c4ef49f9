package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.checkpoint.Config;

/**
 * How much noise each timestep has, and where a sampler steps: the numbers of a model's scheduler_config.json.
 *
 * @param alphasCumprod ᾱₜ for each training timestep, computed in float32 as the reference does
 * @param alphaFinal ᾱ before the first timestep
 * @param velocity whether the network predicts v instead of ε (Salimans and Ho 2022)
 * @param spacing of the timesteps: leading, trailing or linspace
 * @param stepsOffset added to each leading timestep
 */
public record NoiseSchedule(
        float[] alphasCumprod, float alphaFinal, boolean velocity, String spacing, int stepsOffset) {

    /** Reads the options that all samplers share; others of the file are the sampler's to read or refuse. */
    static NoiseSchedule of(Config config) {
        int n = config.getInt("num_train_timesteps", 1000);
        double start = config.getDouble("beta_start", 0.0001);
        double end = config.getDouble("beta_end", 0.02);
        config.allow("beta_schedule", "scaled_linear", "linear");
        config.allow("trained_betas", (Object) null);
        config.allow("prediction_type", "epsilon", "v_prediction", null);
        config.allow("timestep_spacing", "leading", "trailing", "linspace", null);
        config.allow("rescale_betas_zero_snr", false, null);
        boolean pndm = config.getString("_class_name", "").startsWith("PNDM");
        float[] alphas = alphasCumprod(
                n, start, end, config.getString("beta_schedule", "linear").equals("scaled_linear"));
        return new NoiseSchedule(
                alphas,
                config.getBoolean("set_alpha_to_one", !pndm) ? 1 : alphas[0],
                config.getString("prediction_type", "epsilon").equals("v_prediction"),
                config.getString("timestep_spacing", "leading"),
                // The pipelines force an offset of 1 whatever an old file says.
                Math.max(1, config.getInt("steps_offset", 0)));
    }

    private static float[] alphasCumprod(int n, double start, double end, boolean scaled) {
        float[] alphas = new float[n];
        double from = scaled ? Math.sqrt(start) : start;
        double to = scaled ? Math.sqrt(end) : end;
        float step = (float) ((to - from) / (n - 1));
        double product = 1;
        for (int k = 0; k < n; k++) {
            // torch.linspace counts from both ends
            float x = k < n / 2 ? (float) from + step * k : (float) to - step * (n - 1 - k);
            float beta = scaled ? x * x : x;
            product *= 1 - beta;
            alphas[k] = (float) product;
        }
        return alphas;
    }

    /** Returns the largest number of steps whose timesteps are all trained ones. */
    int mostSteps() {
        int n = alphasCumprod.length;
        int most = n;
        while (timesteps(most).get(0) >= n) most--;
        return most;
    }

    /** Returns the timesteps of a course of {@code steps} steps, the noisiest first. */
    List<Integer> timesteps(int steps) {
        int n = alphasCumprod.length;
        List<Integer> timesteps = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            timesteps.add(
                    switch (spacing) {
                        case "trailing" -> (int) Math.rint(n - i * ((double) n / steps)) - 1;
                        case "linspace" -> (int) Math.rint((n - 1) * (steps - 1 - i) / Math.max(1.0, steps - 1));
                        default -> (steps - 1 - i) * (n / steps) + stepsOffset;
                    });
        }
        return timesteps;
    }

    /** Returns ᾱ at a timestep, which may lie before the first. */
    double alpha(int timestep) {
        return timestep >= 0 ? alphasCumprod[timestep] : alphaFinal;
    }

    /** Returns the predicted noise, ε = √ᾱ·v + √(1-ᾱ)·x where the network predicts v. */
    NDArray epsilon(NDArray latents, NDArray output, double alpha) {
        return velocity ? output.mul(Math.sqrt(alpha)).addi(latents.mul(Math.sqrt(1 - alpha))) : output;
    }

    /** Returns the predicted image, x₀ = (x - √(1-ᾱ)·ε)/√ᾱ, or √ᾱ·x - √(1-ᾱ)·v. */
    NDArray original(NDArray latents, NDArray output, double alpha) {
        return velocity
                ? latents.mul(Math.sqrt(alpha)).subi(output.mul(Math.sqrt(1 - alpha)))
                : latents.sub(output.mul(Math.sqrt(1 - alpha))).divi(Math.sqrt(alpha));
    }
}
