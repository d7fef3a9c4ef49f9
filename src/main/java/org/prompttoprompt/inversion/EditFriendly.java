package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Guidance;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.diffusion.StepNoise;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/**
 * Edit-friendly DDPM inversion (Huberman-Spiegelglas et al. 2024, arXiv 2304.06140): each x<sub>t</sub> is the image with a
 * noise of its own, x<sub>t</sub> = √ᾱₜ x₀ + √(1-ᾱₜ) n<sub>t</sub>, and z<sub>t</sub> = (x<sub>t-1</sub> - μₜ(x<sub>t</sub>)) /
 * σₜ the noise that leads from one to the next under the source prompt, with η = 1. Sampling with the same z<sub>t</sub>
 * draws the image exactly, also at the last step, where the published code sets z to 0. Two network rows for each evaluation
 * that is run.
 */
public final class EditFriendly {
    /** The published guidance scale of the source. */
    public static final double SOURCE_SCALE = 3.5;

    private EditFriendly() {}

    /**
     * Inverts an image.
     *
     * @param image x₀, [1, channels, height, width]
     * @param noises n of each evaluation
     * @param evaluation the first one that is run
     * @param scale guidance scale of the source
     * @return with z of each evaluation as its extra, 0 before the first
     */
    public static Inversion of(
            NDArray image,
            Ddim scheduler,
            StepNoise noises,
            int evaluation,
            NoisePredictor network,
            Context empty,
            Context source,
            double scale) {
        Ddim stochastic = scheduler.withNoise(1);
        int n = scheduler.timesteps().size();
        NDList latents = new NDList();
        for (int i = 0; i < n; i++) latents.add(scheduler.noised(image, noises.at(i), i));
        latents.add(image);
        NDList z = new NDList();
        for (int i = 0; i < n; i++) {
            int now = i;
            z.add(
                    i < evaluation
                            ? image.zerosLike()
                            : Temporaries.closedAfter(() -> {
                                NDArray x = latents.get(now);
                                NDArray output =
                                        guided(x, stochastic.timesteps().get(now), network, empty, source, scale);
                                NDArray mean = stochastic.step(x, output, now, j -> x.zerosLike());
                                double sigma = stochastic.sigma(now);
                                NDArray rest = latents.get(now + 1).sub(mean);
                                return sigma == 0 ? rest.mul(0) : rest.divi(sigma);
                            }));
        }
        return new Inversion(NDArrays.concat(latents), NDArrays.concat(z));
    }

    private static NDArray guided(
            NDArray x, double timestep, NoisePredictor network, Context empty, Context source, double scale) {
        NDArray conditional = network.predict(x, timestep, source, AttentionControl.NONE, FeatureControl.NONE);
        if (scale == 1) return conditional;
        return Guidance.mix(
                network.predict(x, timestep, empty, AttentionControl.NONE, FeatureControl.NONE), conditional, scale);
    }

    /** Returns the way in, with the recorded noises. */
    public static WayIn way(Inversion inversion, Ddim scheduler, int evaluation) {
        return new WayIn(
                new Start(inversion.at(evaluation), evaluation, inversion::extraAt),
                inversion.after(),
                scheduler.withNoise(1),
                WalkRule.PLAIN);
    }
}
