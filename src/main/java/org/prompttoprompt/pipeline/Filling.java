package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;
import org.prompttoprompt.unet.UNet;
import org.prompttoprompt.vae.Autoencoder;

/**
 * The network of an inpainting checkpoint, which is told what it fills in: beside the latents it takes the mask and the latents
 * of the image with a gray hole, the same for all rows (Rombach et al. 2022, section 4.5; diffusers' inpainting pipelines). The
 * sampler never sees them.
 *
 * @param unet of 2 x latent + 1 channels
 * @param mask 1 where the network fills in, [1, 1, height, width]
 * @param masked latents of the image without what is filled in, [1, latent, height, width]
 */
record Filling(UNet unet, NDArray mask, NDArray masked) implements NoisePredictor {
    private static final float INSIDE = 0.5f;

    /** The network of a model for a job. An inpainting checkpoint fills in what the mask marks; without mask or image everything. */
    static NoisePredictor network(StableDiffusion model, Job job, NDManager manager) {
        if (!model.inpaints()) return model.unet::forward;
        EditInput input = job.input();
        return input.image().isPresent() && input.mask().isPresent()
                ? of(
                        model.unet,
                        model.vae,
                        input.image().get().toTensor(manager),
                        input.mask().get())
                : all(
                        model.unet,
                        model.vae,
                        manager,
                        job.settings().height(),
                        job.settings().width());
    }

    /** Everything is filled in, of an image that is not there. */
    static Filling all(UNet unet, Autoencoder vae, NDManager manager, int height, int width) {
        NDArray gray = manager.zeros(new Shape(1, 3, height, width));
        Shape latent = new Shape(1, 1, height / vae.factor(), width / vae.factor());
        return new Filling(unet, manager.ones(latent), vae.encode(gray));
    }

    /**
     * What is more than half inside a mask is filled in. The hole is that of the image's pixels; a pixel of the latents takes the
     * mask at its upper left corner.
     *
     * @param image in [-1, 1], [1, 3, height, width]
     */
    static Filling of(UNet unet, Autoencoder vae, NDArray image, ImageMask mask) {
        int height = (int) image.getShape().get(2);
        int width = (int) image.getShape().get(3);
        NDArray hole = inside(image.getManager(), mask, height, width);
        return new Filling(
                unet,
                inside(image.getManager(), mask, height / vae.factor(), width / vae.factor()),
                vae.encode(image.mul(hole.mul(-1).add(1))));
    }

    /** Returns the mask at another size, [1, 1, height, width] of zeros and ones. */
    static NDArray inside(NDManager manager, ImageMask mask, int height, int width) {
        float[] inside = new float[height * width];
        for (int i = 0; i < inside.length; i++) {
            int y = (int) ((long) (i / width) * mask.height() / height);
            int x = (int) ((long) (i % width) * mask.width() / width);
            inside[i] = mask.share(y, x) >= INSIDE ? 1 : 0;
        }
        return manager.create(inside, new Shape(1, 1, height, width));
    }

    @Override
    public NDArray predict(
            NDArray latents, double timestep, Context context, AttentionControl attention, FeatureControl features) {
        return Temporaries.closedAfter(() -> {
            long rows = latents.getShape().get(0);
            NDArray all = latents.concat(mask.repeat(0, rows), 1).concat(masked.repeat(0, rows), 1);
            return unet.forward(all, timestep, context, attention, features);
        });
    }
}
