package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Where a run begins, the same for every row.
 *
 * @param latents that the first evaluation begins with, [1, channels, height, width], in the sampler's scale
 * @param evaluation the first one that is run; 0 draws from nothing but noise
 * @param noise of the evaluations, for samplers that add some
 */
public record Start(NDArray latents, int evaluation, StepNoise noise) {
    /** From a seed alone. */
    public static Start ofSeed(NDManager manager, long seed, Shape shape, Scheduler scheduler) {
        NDArray noise = Noise.of(manager, seed, shape);
        double sigma = scheduler.initialSigma();
        return new Start(sigma == 1 ? noise : noise.muli(sigma), 0, StepNoise.of(manager, seed, shape));
    }

    /**
     * From an image, with as much of the seed's noise as an evaluation begins with (Meng et al. 2022, SDEdit).
     *
     * @param image x₀, the image's latents, [1, channels, height, width]
     */
    public static Start ofImage(NDArray image, long seed, Scheduler scheduler, int evaluation) {
        NDManager manager = image.getManager();
        NDArray noise = Noise.of(manager, seed, image.getShape());
        return new Start(
                scheduler.noised(image, noise, evaluation), evaluation, StepNoise.of(manager, seed, image.getShape()));
    }

    /**
     * From a walk that was recorded, such as an image's inversion.
     *
     * @param trajectory the latents that each evaluation begins with, the noisiest first
     * @param noise of the evaluations, likewise recorded or from a seed
     */
    public static Start ofTrajectory(List<NDArray> trajectory, int evaluation, StepNoise noise) {
        return new Start(trajectory.get(evaluation).duplicate(), evaluation, noise);
    }
}
