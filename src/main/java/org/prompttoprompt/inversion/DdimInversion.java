package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Optional;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.diffusion.StepNoise;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/**
 * DDIM run backwards from the image to noise, under the source prompt and without guidance (Song et al. 2021, section 4.3;
 * google/prompt-to-prompt, ddim_loop): z<sub>t</sub> = √ᾱₜ x₀(z<sub>s</sub>, ε) + √(1-ᾱₜ) ε with ε = ε(z<sub>s</sub>, t, C),
 * as if the noise were the same at both timesteps. One network row for each evaluation.
 */
public final class DdimInversion {
    private DdimInversion() {}

    /**
     * Inverts an image.
     *
     * @param image x₀, [1, channels, height, width]
     * @param scheduler whose steps are turned round
     * @param source the encoded source prompt, of one row
     * @throws org.prompttoprompt.Refusal if the sampler's steps have no inverse
     */
    public static Inversion of(NDArray image, Scheduler scheduler, NoisePredictor network, Context source) {
        NDList latents = new NDList(image);
        for (int i = scheduler.timesteps().size() - 1; i >= 0; i--) {
            NDArray z = latents.get(0);
            int now = i;
            latents.add(0, Temporaries.closedAfter(() -> {
                double timestep = scheduler.timesteps().get(now);
                NDArray output = network.predict(z, timestep, source, AttentionControl.NONE, FeatureControl.NONE);
                return scheduler.inverse(z, output, now);
            }));
        }
        return Inversion.of(NDArrays.concat(latents));
    }

    /**
     * The source drawn again from the noise that it was inverted to, like a generated one: with guidance it drifts away from
     * the image.
     */
    public static WayIn drawn(
            Inversion inversion, Scheduler scheduler, int evaluation, StepNoise noise, WalkRule rule) {
        return new WayIn(new Start(inversion.at(evaluation), evaluation, noise), java.util.List.of(), scheduler, rule);
    }

    /**
     * Direct inversion (Ju et al. 2024, PnP Inversion, arXiv 2310.01506): after each step the source's latents are set to those
     * of its inversion, z*<sub>t-1</sub>, which is the published offset z*<sub>t-1</sub> - z<sub>t-1</sub> added to the source
     * alone. The source ends in the image exactly; the target is left to its own.
     */
    public static WayIn direct(Inversion inversion, Scheduler scheduler, int evaluation, StepNoise noise) {
        return new WayIn(
                new Start(inversion.at(evaluation), evaluation, noise), inversion.after(), scheduler, WalkRule.PLAIN);
    }

    /**
     * Negative-prompt inversion (Miyake et al. 2023, arXiv 2305.16807): the source prompt in the place of the empty one, so
     * that ε̃ = ε(C) + w (ε(C*) - ε(C)) for the target and ε(C) for the source, which was inverted so.
     */
    public static WalkRule negativePrompt(Context source) {
        return new WalkRule() {
            @Override
            public boolean guidesSource() {
                return false;
            }

            @Override
            public Optional<Context> empty(int step) {
                return Optional.of(source);
            }
        };
    }
}
