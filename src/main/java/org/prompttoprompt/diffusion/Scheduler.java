package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A sampler for one run: which timesteps the network is asked at, and how its answers move the latents. */
public interface Scheduler {
    /** Returns the timestep of each network evaluation, the noisiest first; there may be more than sampling steps. */
    List<Integer> timesteps();

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
     */
    NDArray step(NDArray latents, NDArray output, int i);

    /** Returns the images that the latents of evaluation {@code i} lead to as far as the network can tell, x₀, likewise. */
    NDArray original(NDArray latents, NDArray output, int i);

    /** Goes on with these rows, for a sampler that remembers earlier steps; a row that forked is named more than once. */
    default void select(int[] rows) {}
}
