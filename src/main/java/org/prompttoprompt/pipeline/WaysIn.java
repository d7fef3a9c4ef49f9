package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.inversion.NoisedImage;
import org.prompttoprompt.inversion.WayIn;

/**
 * Turns the method of a request into the way in.
 *
 * @param image x₀, the image's latents, [1, channels, height, width]
 * @param scheduler of the walk
 */
record WaysIn(Job job, NDArray image, Scheduler scheduler) {
    /** Returns the way into the image for the walk of a seed. */
    WayIn of(long seed) {
        return switch (job.settings().method().orElseThrow()) {
            case IMG2IMG -> NoisedImage.of(image, seed, scheduler, job.firstEvaluation());
        };
    }
}
