package org.prompttoprompt.model;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.vae.Autoencoder;

/**
 * Looks before each use whether the weights still are in their files: what is no longer there would end Java.
 *
 * @param mapped bytes of these weights
 * @param requireUnchanged refuses to go on
 */
record WatchedAutoencoder(Autoencoder autoencoder, long mapped, Runnable requireUnchanged) implements Autoencoder {
    @Override
    public NDArray decode(NDArray latents) {
        requireUnchanged.run();
        return autoencoder.decode(latents);
    }

    @Override
    public NDArray encode(NDArray images) {
        requireUnchanged.run();
        return autoencoder.encode(images);
    }

    /** Weights that lie in their files come into memory when they are used. */
    @Override
    public long decodingBytes(int height, int width) {
        return mapped + autoencoder.decodingBytes(height, width);
    }

    @Override
    public int factor() {
        return autoencoder.factor();
    }

    @Override
    public Precision precision() {
        return autoencoder.precision();
    }

    @Override
    public int latentChannels() {
        return autoencoder.latentChannels();
    }
}
