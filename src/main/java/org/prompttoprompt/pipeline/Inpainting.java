package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.inversion.InpaintingInput;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.Mask;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/** The network of a model as a walk asks it: of an inpainting model together with the mask and the image outside of it. */
final class Inpainting {
    private Inpainting() {}

    /**
     * Returns the network for what is given; without a mask, or without an image, all is drawn anew.
     *
     * @param height of the image in pixels
     * @param width likewise
     * @param manager that what is made lives as long as
     */
    static NoisePredictor network(StableDiffusion model, EditInput input, int height, int width, NDManager manager) {
        NoisePredictor network = model.memory.mapped() > 0 ? new Watched(model) : model.unet;
        if (!model.outline.inpaints()) return network;
        NDArray pixels = input.image()
                .map(image -> image.toTensor(manager))
                .orElseGet(() -> manager.zeros(new Shape(1, 3, height, width)));
        int factor = model.vae.factor();
        NDArray latents = manager.zeros(new Shape(1, 1, height / factor, width / factor));
        NDArray hidden = pixels.mul(mask(input, pixels).neg().addi(1));
        return InpaintingInput.of(network, mask(input, latents), model.vae.encode(hidden));
    }

    /** Looks before each call whether the weights still are in their files: what is no longer there would end Java. */
    private record Watched(StableDiffusion model) implements NoisePredictor {
        @Override
        public NDArray predict(
                NDArray latents,
                double timestep,
                Context context,
                AttentionControl attention,
                FeatureControl features) {
            model.requireUnchanged();
            return model.unet.predict(latents, timestep, context, attention, features);
        }

        @Override
        public boolean sideBySide(NDArray latents) {
            return model.unet.sideBySide(latents);
        }
    }

    /** Returns 1 where the image is drawn anew, at the size of an array: a pixel that is a little inside is. */
    private static NDArray mask(EditInput input, NDArray atSize) {
        Shape shape =
                new Shape(1, 1, atSize.getShape().get(2), atSize.getShape().get(3));
        if (input.image().isEmpty() || input.mask().isEmpty())
            return atSize.getManager().ones(shape);
        Mask mask = input.mask().get();
        return mask.of(Map.of(), 0, atSize).gt(0).toType(atSize.getDataType(), false);
    }
}
