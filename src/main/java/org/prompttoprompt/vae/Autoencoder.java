package org.prompttoprompt.vae;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.engine.Precision;

/**
 * Translates between images, [n, 3, H, W] in [-1, 1], and the sampler's latents, [n, latentChannels, H / factor, W / factor].
 */
public interface Autoencoder {
    /** Returns the images of the sampler's latents, [n, 3, H, W] around [-1, 1], not clamped. */
    NDArray decode(NDArray latents);

    /**
     * Returns the sampler's latents of images: the mean of their distribution, no sample.
     *
     * @throws IllegalArgumentException if H or W is not a multiple of {@link #factor()}
     */
    NDArray encode(NDArray images);

    /**
     * Returns how many bytes the decoding of one image takes beside what is held always.
     *
     * @param height of the latents
     * @param width of the latents
     */
    long decodingBytes(int height, int width);

    /** Returns how many image pixels a latent pixel is wide: 8 in Stable Diffusion. */
    int factor();

    int latentChannels();

    /** Returns the type of number that its weights have and it computes in; what it takes and gives is float32. */
    Precision precision();
}
