package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;

/**
 * The image with noise on it, drawn on from there: x<sub>t</sub> = √ᾱₜ x₀ + √(1-ᾱₜ) n (Meng et al. 2022, SDEdit; img2img). The
 * source at each later step is the image with as much of the same noise as that step begins with: it need not be drawn, is
 * exact at the end, and gives its maps and, outside a mask, its latents. It costs no network row.
 */
public final class NoisedImage {
    private NoisedImage() {}

    /**
     * Returns the way in.
     *
     * @param image x₀, the image's latents, [1, channels, height, width]
     * @param evaluation the first one that is run
     */
    public static WayIn of(NDArray image, long seed, Scheduler scheduler, int evaluation) {
        NDArray noise = Noise.of(image.getManager(), seed, image.getShape());
        List<NDArray> source = new ArrayList<>();
        for (int next = 1; next < scheduler.timesteps().size(); next++) {
            source.add(scheduler.noised(image, noise, next));
        }
        source.add(image.duplicate());
        return new WayIn(Start.ofImage(image, seed, scheduler, evaluation), source, scheduler, WalkRule.PLAIN);
    }
}
