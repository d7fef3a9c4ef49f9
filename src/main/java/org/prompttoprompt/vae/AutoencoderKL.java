package org.prompttoprompt.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.FiniteNumbers;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.nn.Conv2d;

/**
 * Translates between images, [n, 3, H, W] in [-1, 1], and the latents in which the diffusion works, [n, latentChannels,
 * H / factor, W / factor] (Rombach et al. 2022; diffusers' AutoencoderKL). Latents are the sampler's: scaled by the
 * config's scaling_factor (0.18215 where it has none) and shifted by its shift_factor.
 */
public final class AutoencoderKL implements Autoencoder {
    private static final double MIN_LOG_VARIANCE = -30;
    private static final double MAX_LOG_VARIANCE = 20;

    private final VaeConfig config;
    private final Precision precision;
    private final Encoder encoder;
    private final Conv2d quantConv;
    private final Conv2d postQuantConv;
    private final Decoder decoder;

    private AutoencoderKL(VaeConfig config, Weights w) {
        this.config = config;
        precision = w.precision();
        int latent = config.latentChannels();
        encoder = new Encoder(w.at("encoder"), config);
        quantConv = config.quantConv() ? new Conv2d(w.at("quant_conv"), 2 * latent, 2 * latent, 1) : null;
        postQuantConv = config.postQuantConv() ? new Conv2d(w.at("post_quant_conv"), latent, latent, 1) : null;
        decoder = new Decoder(w.at("decoder"), config);
        w.requireAllRead();
    }

    /**
     * Opens the folder {@code vae} of a model in the layout of diffusers; its weights live as long as the manager.
     *
     * @throws org.prompttoprompt.Refusal if something in it is missing, broken or not supported, naming key and file
     */
    public static AutoencoderKL open(Path folder, NDManager manager) {
        return open(folder, Opening.PLAIN, manager);
    }

    /** Opens the folder likewise, its weights in this way. */
    public static AutoencoderKL open(Path folder, Opening opening, NDManager manager) {
        return new AutoencoderKL(VaeConfig.open(folder), opening.weights(folder, manager));
    }

    /** Builds the autoencoder that the options describe from all of these weights. */
    public static AutoencoderKL of(Config options, Weights weights) {
        return new AutoencoderKL(VaeConfig.of(options), weights);
    }

    @Override
    public NDArray decode(NDArray latents) {
        requireChannels("Latents", latents.getShape(), config.latentChannels());
        return Temporaries.closedAfter(() -> {
            NDArray z = precision.from(latents.div(config.scalingFactor()).addi(config.shiftFactor()));
            return FiniteNumbers.require(
                    "The decoded image",
                    precision.toFloat32(decoder.forward(postQuantConv == null ? z : postQuantConv.forward(z))),
                    precision);
        });
    }

    @Override
    public NDArray encode(NDArray images) {
        return Temporaries.closedAfter(
                () -> mean(moments(images)).sub(config.shiftFactor()).muli(config.scalingFactor()));
    }

    /** Returns mean and log-variance of the latents of images, before scaling, [n, latentChannels, h, w] each. */
    public NDList encodeMoments(NDArray images) {
        try (NDArray moments = moments(images)) {
            NDArray mean = Temporaries.closedAfter(() -> mean(moments).duplicate());
            NDArray logVariance = Temporaries.closedAfter(
                    () -> moments.get(":, " + config.latentChannels() + ":").clip(MIN_LOG_VARIANCE, MAX_LOG_VARIANCE));
            return new NDList(mean, logVariance);
        }
    }

    private NDArray mean(NDArray moments) {
        return moments.get(":, :" + config.latentChannels());
    }

    private NDArray moments(NDArray images) {
        Shape shape = images.getShape();
        requireChannels("Images", shape, config.imageChannels());
        if (shape.get(2) % factor() != 0 || shape.get(3) % factor() != 0) {
            throw new IllegalArgumentException("Height and width of an image must be multiples of " + factor()
                    + ", not " + shape.get(2) + " and " + shape.get(3));
        }
        return Temporaries.closedAfter(() -> {
            NDArray h = encoder.forward(precision.from(images));
            return FiniteNumbers.require(
                    "The encoded image", precision.toFloat32(quantConv == null ? h : quantConv.forward(h)), precision);
        });
    }

    private static void requireChannels(String what, Shape shape, int channels) {
        if (shape.dimension() != 4 || shape.get(1) != channels) {
            throw new IllegalArgumentException(what + " must be [n, " + channels + ", height, width], not " + shape);
        }
    }

    @Override
    public long decodingBytes(int height, int width) {
        return Decoder.bytes(config, height, width, precision.bytes());
    }

    /** Returns the same by the options alone, of one that computes in this precision. */
    public static long decodingBytes(Config options, int height, int width, Precision precision) {
        return Decoder.bytes(VaeConfig.of(options), height, width, precision.bytes());
    }

    @Override
    public int factor() {
        return config.factor();
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public int latentChannels() {
        return config.latentChannels();
    }
}
