package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.prompttoprompt.Refusal;

/**
 * A sampler for one run: which timesteps the network is asked at, and how its answers move the latents. Those are in the
 * sampler's own scale; what the network and the first noise need of it is told here.
 */
public interface Scheduler {
    /**
     * Returns the timestep of each network evaluation, the noisiest first; there may be more than sampling steps, and they
     * need not be whole.
     */
    List<Double> timesteps();

    /**
     * Returns whether a step moves the targets by what the network's answers to them and to the source differ by: then row 0 is the
     * source's, even where its latents are known.
     */
    default boolean comparesWithSource() {
        return false;
    }

    /** Returns what standard normal noise is multiplied by to be the first latents. */
    default double initialSigma() {
        return 1;
    }

    /** Returns what the network is asked about in evaluation {@code i}: the latents in the scale that it was trained with. */
    default NDArray input(NDArray latents, int i) {
        return latents;
    }

    /**
     * Returns the first network evaluation of a sampling step, 0 being the noisiest; for the number of steps, the number of
     * evaluations. One each, unless the sampler asks the network more often.
     */
    default int evaluation(int step) {
        return step;
    }

    /**
     * Returns the latents after evaluation {@code i}, a new array.
     *
     * @param latents zₜ, [rows, channels, height, width]
     * @param output of the network after guidance, likewise
     * @param noise for a sampler that adds some
     */
    NDArray step(NDArray latents, NDArray output, int i, StepNoise noise);

    /**
     * Returns the latents before evaluation {@code i} from those after it, a new array: its step turned round.
     *
     * @param output of the network, for the latents after the evaluation at the evaluation's timestep
     * @throws Refusal if this sampler's steps have no inverse
     */
    default NDArray inverse(NDArray latents, NDArray output, int i) {
        throw new Refusal("This sampler cannot be run backwards. Choose scheduler=DDIM.");
    }

    /** Returns the images that the latents of evaluation {@code i} lead to as far as the network can tell, x₀, likewise. */
    NDArray original(NDArray latents, NDArray output, int i);

    /** Returns the latents that evaluation {@code i} begins with if x₀ is the image and ε the noise in it, a new array. */
    NDArray noised(NDArray original, NDArray epsilon, int i);

    /** Goes on with these rows, for a sampler that remembers earlier steps; a row that forked is named more than once. */
    default void select(int[] rows) {}
}
