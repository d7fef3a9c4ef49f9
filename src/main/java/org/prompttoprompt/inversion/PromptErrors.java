package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.List;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/**
 * How well prompts fit an image, as the model itself sees it (Li et al. 2023, "Your diffusion model is secretly a zero-shot
 * classifier", arXiv 2303.16203): E(C) = mean over pairs (t, n) of |ε(√ᾱₜ x₀ + √(1-ᾱₜ) n, t, C) - n|². Of two prompts that
 * with the smaller error is the one that the model takes the image for. The pairs are the same for all prompts and images, so
 * that errors can be subtracted.
 */
public final class PromptErrors {
    /** Pairs of timestep and noise; a network row for each of them and each prompt. */
    public static final int PAIRS = 8;
    /** Steps of the sampler whose timesteps are taken: all but the noisiest and the last one. */
    public static final int STEPS = PAIRS + 2;

    private static final long FIRST_SEED = 7001;

    private PromptErrors() {}

    /**
     * Returns the errors of each prompt.
     *
     * @param image x₀, [1, channels, height, width]
     * @param scheduler of {@link #STEPS} steps
     * @param prompts encoded, of one row each
     * @param distilled guidance scale w that is taught into the network's answers: if it is not 1, the first prompt is the empty one, and
     *     ε(C) is what the answer was before, ε(∅) + (answer - ε(∅)) / w, as guided answers are no estimate of the noise
     */
    public static double[] of(
            NDArray image, Ddim scheduler, NoisePredictor network, List<Context> prompts, double distilled) {
        double[] errors = new double[prompts.size()];
        for (int pair = 0; pair < PAIRS; pair++) {
            try (NDScope scope = new NDScope()) {
                int i = pair + 1;
                NDArray noise = Noise.of(image.getManager(), FIRST_SEED + pair, image.getShape());
                NDArray z = scheduler.noised(image, noise, i).repeat(0, prompts.size());
                NDArray output = network.predict(
                        z,
                        scheduler.timesteps().get(i),
                        Context.concat(prompts),
                        AttentionControl.NONE,
                        FeatureControl.NONE);
                NDArray epsilon = scheduler.epsilon(z, output, i);
                NDArray empty = epsilon.get("0:1");
                float[] squares = (distilled == 1
                                ? epsilon
                                : empty.add(epsilon.sub(empty).div(distilled)))
                        .sub(noise)
                        .square()
                        .reshape(prompts.size(), -1)
                        .mean(new int[] {1})
                        .toFloatArray();
                for (int p = 0; p < errors.length; p++) errors[p] += squares[p] / PAIRS;
            }
        }
        return errors;
    }
}
