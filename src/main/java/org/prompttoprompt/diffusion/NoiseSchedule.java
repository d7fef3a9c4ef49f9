package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Bounds;
import org.prompttoprompt.checkpoint.Config;

/**
 * How much noise each timestep has, and where a sampler steps: the numbers of a model's scheduler_config.json.
 *
 * @param alphasCumprod ᾱₜ for each training timestep, computed in float32 as the reference does
 * @param alphaFinal ᾱ before the first timestep
 * @param prediction what the network predicts
 * @param spacing of the timesteps
 * @param stepsOffset added to each leading timestep
 * @param clip largest value of a predicted image x₀, either way
 */
record NoiseSchedule(
        float[] alphasCumprod, float alphaFinal, Prediction prediction, Spacing spacing, int stepsOffset, double clip) {
    /** What is left of the image where a sampler divides by it and the last timestep is to be pure noise. */
    private static final float ALMOST_NOTHING = 0x1p-24f;

    /** Between two of which a noise level can lie. */
    private static final int LEAST_TRAINED = 2;

    /** A hundred times as many timesteps as Stable Diffusion's training had. */
    private static final int MOST_TRAINED = 100_000;

    /**
     * Reads the options that all samplers share; others of the file are the sampler's to read or refuse.
     *
     * @param spacing of the timesteps where the file does not say it
     * @throws Refusal if one of them is not supported, naming it
     */
    static NoiseSchedule of(Config config, Spacing spacing) {
        int n = Bounds.between(LEAST_TRAINED, MOST_TRAINED, config, "num_train_timesteps", 1000);
        float[] alphas = Betas.alphasCumprod(config, n);
        config.allow("prediction_type", "epsilon", "v_prediction", "sample", null);
        config.allow("timestep_spacing", "leading", "trailing", "linspace", null);
        Prediction prediction = switch (config.getString("prediction_type", "epsilon")) {
            case "v_prediction" -> Prediction.VELOCITY;
            case "sample" -> Prediction.SAMPLE;
            default -> Prediction.EPSILON;
        };
        String named = config.getString("timestep_spacing", spacing.name());
        Spacing asked = Spacing.valueOf(named.toUpperCase(Locale.ROOT));
        // The others do not take it.
        int offset = asked == Spacing.LEADING ? Bounds.between(0, n, config, "steps_offset", 0) : 0;
        return new NoiseSchedule(alphas, 1, prediction, asked, offset, Double.POSITIVE_INFINITY);
    }

    /** Returns this with ᾱ before the first timestep as the file asks for it: 1, or that of the first. */
    NoiseSchedule ending(Config config, boolean alphaToOne) {
        float end = config.getBoolean("set_alpha_to_one", alphaToOne) ? 1 : alphasCumprod[0];
        return new NoiseSchedule(alphasCumprod, end, prediction, spacing, stepsOffset, clip);
    }

    /** Returns this with predicted images clipped if the file asks for it. */
    NoiseSchedule clipping(Config config, boolean byDefault) {
        boolean clips = config.getBoolean("clip_sample", byDefault);
        if (!clips) return this;
        double range = Bounds.positive(config, "clip_sample_range", 1);
        return new NoiseSchedule(alphasCumprod, alphaFinal, prediction, spacing, stepsOffset, range);
    }

    /**
     * Returns this with pure noise at the last timestep if the file asks for it (Lin et al. 2024).
     *
     * @param divides whether the sampler divides by what is left of the image, which is then almost nothing
     */
    NoiseSchedule endingInNoise(Config config, boolean divides) {
        if (!config.getBoolean("rescale_betas_zero_snr", false)) return this;
        if (prediction == Prediction.EPSILON) {
            throw config.refuse(
                    "rescale_betas_zero_snr", "pure noise shows no image to a network that predicts the noise alone");
        }
        float[] alphas = Betas.zeroTerminal(alphasCumprod);
        if (divides) alphas[alphas.length - 1] = ALMOST_NOTHING;
        return new NoiseSchedule(alphas, alphaFinal == 1 ? 1 : alphas[0], prediction, spacing, stepsOffset, clip);
    }

    /** Returns the number of timesteps of the training. */
    int trained() {
        return alphasCumprod.length;
    }

    /**
     * Returns the timesteps of a course, the noisiest first.
     *
     * @param course the timesteps of so many steps
     * @throws Refusal if there are too few steps, or more than the training had timesteps
     */
    double[] timesteps(int steps, int least, IntFunction<double[]> course) {
        int most = trained();
        while (most >= least && course.apply(most)[0] >= trained()) most--;
        if (most < least) {
            throw new Refusal("The model's scheduler_config.json has num_train_timesteps = " + trained()
                    + ", which are too few for this sampler and steps_offset = " + stepsOffset
                    + ". Name another, such as scheduler=DDIM, with spacing=trailing, or choose another model.");
        }
        if (steps < least || steps > most) {
            throw new Refusal("steps=" + steps + ": give a whole number from " + least + " to " + most + ".");
        }
        return course.apply(steps);
    }

    /** Returns the whole timesteps of a course of {@code steps} steps, the noisiest first. */
    List<Double> timesteps(int steps) {
        return wholeTimesteps(steps, 1);
    }

    /** Returns them likewise for a sampler that needs a number of steps. */
    List<Double> wholeTimesteps(int steps, int least) {
        double[] timesteps = timesteps(steps, least, n -> spacing.timesteps(trained(), n, stepsOffset));
        return Arrays.stream(timesteps).map(Math::rint).boxed().toList();
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
        NDArray original = prediction.original(latents, output, alpha);
        return Double.isInfinite(clip) ? original : original.clip(-clip, clip);
    }

    /** Returns √ᾱ·x₀ + √(1-ᾱ)·ε, a new array. */
    static NDArray noised(NDArray original, NDArray epsilon, double alpha) {
        return original.mul(Math.sqrt(alpha)).addi(epsilon.mul(Math.sqrt(1 - alpha)));
    }
}
