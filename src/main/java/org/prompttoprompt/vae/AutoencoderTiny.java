package org.prompttoprompt.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.prompttoprompt.checkpoint.Bounds;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.FiniteNumbers;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.nn.Conv2d;
import org.prompttoprompt.nn.LayerMemory;

/**
 * A small and quick autoencoder without a distribution (TAESD, Bohan 2023; diffusers' AutoencoderTiny): convolutions and residual
 * blocks of three of them. Its images lack fine detail.
 */
public final class AutoencoderTiny implements Autoencoder {
    /** Latents are softly clamped to three times this hyperbolic tangent. */
    private static final double CLAMP = 3;

    /** Of each level of the encoder, by default. */
    private static final List<Integer> BLOCKS = List.of(1, 3, 3, 3);

    private static final List<Integer> WIDTHS = List.of(64, 64, 64, 64);

    private final Precision precision;
    private final int channels;
    private final int levels;
    private final int latentChannels;
    private final int imageChannels;
    private final double scalingFactor;
    private final List<UnaryOperator<NDArray>> encoder = new ArrayList<>();
    private final List<UnaryOperator<NDArray>> decoder = new ArrayList<>();

    private AutoencoderTiny(Config c, Weights w) {
        precision = w.precision();
        List<Integer> down = c.getInts("num_encoder_blocks", BLOCKS);
        List<Integer> up = c.getInts("num_decoder_blocks", List.of(3, 3, 3, 1));
        channels = width(c, "encoder_block_out_channels", down.size());
        List<Integer> widths = c.getInts("decoder_block_out_channels", WIDTHS);
        if (width(c, "decoder_block_out_channels", up.size()) != channels || up.size() != down.size()) {
            throw c.refuse("decoder_block_out_channels", "it must be as encoder_block_out_channels");
        }
        levels = down.size();
        latentChannels = Bounds.atLeast(1, c, "latent_channels", 4);
        imageChannels = Bounds.atLeast(1, c, "in_channels", 3);
        scalingFactor = Bounds.positive(c, "scaling_factor", 1);
        c.allow("_class_name", "AutoencoderTiny");
        c.allow("act_fn", "relu");
        c.allow("upsampling_scaling_factor", 2);
        c.allow("upsample_fn", "nearest");
        c.allow("out_channels", imageChannels);
        c.allow("shift_factor", 0, null);
        // Folders that a newer diffusers has saved name the decoder's a second time.
        if (!c.getInts("block_out_channels", widths).equals(widths)) {
            throw c.refuse("block_out_channels", "it must be as decoder_block_out_channels");
        }
        c.getBoolean("force_upcast", true); // what it computes in is asked elsewhere
        c.requireAllRead("latent_magnitude", "latent_shift");
        buildEncoder(w.at("encoder.layers"), down);
        buildDecoder(w.at("decoder.layers"), up);
        w.requireAllRead();
    }

    /** Builds the autoencoder that the options describe from all of these weights. */
    public static AutoencoderTiny of(Config options, Weights weights) {
        return new AutoencoderTiny(options, weights);
    }

    /** Returns how many image pixels a latent pixel is wide, by the options alone. */
    public static int factor(Config options) {
        return 1 << (options.getInts("num_encoder_blocks", BLOCKS).size() - 1);
    }

    private static int width(Config c, String key, int levels) {
        List<Integer> channels = c.getInts(key, WIDTHS);
        if (channels.size() != levels || channels.stream().distinct().count() != 1) {
            throw c.refuse(key, "supported: the same number " + levels + " times");
        }
        return channels.get(0);
    }

    private void buildEncoder(Weights w, List<Integer> blocks) {
        int at = 0;
        encoder.add(new Conv2d(w.at(at++), imageChannels, channels, 3)::forward);
        for (int level = 0; level < levels; level++) {
            if (level > 0) encoder.add(Conv2d.withoutBias(w.at(at++), channels, channels, 3, 2)::forward);
            for (int i = 0; i < blocks.get(level); i++) encoder.add(new Block(w.at(at++), channels)::forward);
        }
        encoder.add(new Conv2d(w.at(at), channels, latentChannels, 3)::forward);
    }

    /** Activations and what doubles the image have numbers too. */
    private void buildDecoder(Weights w, List<Integer> blocks) {
        int at = 0;
        Conv2d convIn = new Conv2d(w.at(at), latentChannels, channels, 3);
        decoder.add(z -> Ops.reluInPlace(convIn.forward(z)));
        at += 2;
        for (int level = 0; level < levels; level++) {
            for (int i = 0; i < blocks.get(level); i++) decoder.add(new Block(w.at(at++), channels)::forward);
            if (level == levels - 1) continue;
            decoder.add(AutoencoderTiny::twice);
            at++;
            decoder.add(Conv2d.withoutBias(w.at(at++), channels, channels, 3, 1)::forward);
        }
        decoder.add(new Conv2d(w.at(at), channels, imageChannels, 3)::forward);
    }

    private static NDArray twice(NDArray x) {
        Shape shape = x.getShape();
        return Ops.nearest(x, 2 * shape.get(2), 2 * shape.get(3));
    }

    @Override
    public NDArray decode(NDArray latents) {
        return Temporaries.closedAfter(() -> {
            NDArray z = latents.div(scalingFactor).div(CLAMP).tanh().muli(CLAMP);
            return FiniteNumbers.require(
                    "The decoded image", run(decoder, z).mul(2).subi(1), precision);
        });
    }

    @Override
    public NDArray encode(NDArray images) {
        Shape shape = images.getShape();
        if (shape.get(2) % factor() != 0 || shape.get(3) % factor() != 0) {
            throw new IllegalArgumentException("Height and width of an image must be multiples of " + factor()
                    + ", not " + shape.get(2) + " and " + shape.get(3));
        }
        return Temporaries.closedAfter(() -> FiniteNumbers.require(
                "The encoded image", run(encoder, images.add(1).divi(2)).mul(scalingFactor), precision));
    }

    private NDArray run(List<UnaryOperator<NDArray>> layers, NDArray x) {
        NDArray h = Ops.channelsLast(precision.from(x));
        for (UnaryOperator<NDArray> layer : layers) {
            try (NDArray before = h) {
                h = layer.apply(before);
            }
        }
        return precision.toFloat32(Ops.contiguous(h));
    }

    @Override
    public long decodingBytes(int height, int width) {
        return decodingBytes(channels, (long) height * width * factor() * factor(), precision);
    }

    /** Returns the same by the options alone, of one that computes in this precision. */
    public static long decodingBytes(Config options, int height, int width, Precision precision) {
        int factor = factor(options);
        int channels = options.getInts("decoder_block_out_channels", WIDTHS).get(0);
        return decodingBytes(channels, (long) height * width * factor * factor, precision);
    }

    /** A block's input, its result and what is between, all at the size of the image. */
    private static long decodingBytes(int channels, long pixels, Precision precision) {
        LayerMemory layers = new LayerMemory(1, precision.bytes());
        return layers.of(channels * pixels) + layers.convolution(channels, channels, pixels);
    }

    @Override
    public int factor() {
        return 1 << (levels - 1);
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public int latentChannels() {
        return latentChannels;
    }

    /** relu(x + conv(relu(conv(relu(conv(x)))))). */
    private static final class Block {
        private final List<Conv2d> convolutions = new ArrayList<>();

        Block(Weights w, int channels) {
            for (int i = 0; i <= 4; i += 2)
                convolutions.add(new Conv2d(w.at("conv").at(i), channels, channels, 3));
        }

        NDArray forward(NDArray x) {
            return Temporaries.closedAfter(() -> {
                NDArray h = Ops.reluInPlace(convolutions.get(0).forward(x));
                h = Ops.reluInPlace(convolutions.get(1).forward(h));
                return Ops.reluInPlace(convolutions.get(2).forward(h).addi(x));
            });
        }
    }
}
