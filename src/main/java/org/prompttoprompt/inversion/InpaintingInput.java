package org.prompttoprompt.inversion;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.unet.NoisePredictor;

/**
 * What an inpainting network is asked about (Rombach et al. 2022, section 4.5; diffusers, StableDiffusionInpaintPipeline): the
 * latents, the mask, and the latents of the image in which the masked pixels are middle gray, one below the other:
 * 4 + 1 + 4 channels.
 */
public final class InpaintingInput {
    private InpaintingInput() {}

    /**
     * Returns a network that takes latents alone.
     *
     * @param network that takes all
     * @param mask 1 where the image is drawn anew, [1, 1, height, width] of the latents
     * @param hidden latents of the image without what is masked, [1, channels, height, width]
     */
    public static NoisePredictor of(NoisePredictor network, NDArray mask, NDArray hidden) {
        NDArray given = mask.concat(hidden, 1);
        return (latents, timestep, context, attention, features) -> Temporaries.closedAfter(() -> {
            long rows = latents.getShape().get(0);
            return network.predict(latents.concat(given.repeat(0, rows), 1), timestep, context, attention, features);
        });
    }
}
