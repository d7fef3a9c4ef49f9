package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;

/**
 * What a walk needs so that its source is an image.
 *
 * @param start what every row begins with, at the first evaluation that is run
 * @param source the image's latents after each evaluation of the course, [1, channels, height, width] each, the last ones x₀;
 *     empty where the walk draws them
 * @param scheduler that moves the rows
 * @param rule what is different in the steps
 */
public record WayIn(Start start, List<NDArray> source, Scheduler scheduler, WalkRule rule) {
    public WayIn {
        source = List.copyOf(source);
    }
}
