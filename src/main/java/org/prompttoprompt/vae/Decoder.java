package org.prompttoprompt.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.nn.Conv2d;
import org.prompttoprompt.nn.GroupNorm;
import org.prompttoprompt.nn.LayerMemory;
import org.prompttoprompt.nn.ResnetBlock;
import org.prompttoprompt.nn.Upsample;

/** Latents [n, latentChannels, h, w] to images [n, channels, H, W]. */
final class Decoder {
    private final Conv2d convIn;
    private final List<UnaryOperator<NDArray>> layers = new ArrayList<>();
    private final GroupNorm normOut;
    private final Conv2d convOut;

    Decoder(Weights w, VaeConfig c) {
        int levels = c.channels().size();
        int channels = c.channels().get(levels - 1);
        convIn = new Conv2d(w.at("conv_in"), c.latentChannels(), channels, 3);
        layers.add(new VaeMidBlock(w.at("mid_block"), c)::forward);
        for (int level = 0; level < levels; level++) {
            Weights block = w.at("up_blocks").at(level);
            int out = c.channels().get(levels - 1 - level);
            for (int i = 0; i <= c.resnets(); i++) {
                layers.add(
                        new ResnetBlock(block.at("resnets").at(i), channels, out, 0, c.groups(), VaeConfig.EPS)
                                ::forward);
                channels = out;
            }
            if (level < levels - 1)
                layers.add(twice(new Upsample(block.at("upsamplers").at(0), out)));
        }
        normOut = new GroupNorm(w.at("conv_norm_out"), channels, c.groups(), VaeConfig.EPS);
        convOut = new Conv2d(w.at("conv_out"), channels, c.outChannels(), 3);
    }

    private static UnaryOperator<NDArray> twice(Upsample upsample) {
        return x -> {
            Shape s = x.getShape();
            return upsample.forward(x, 2 * s.get(2), 2 * s.get(3));
        };
    }

    /** Returns how many bytes the decoding of one image holds at most, beside the weights. */
    static long bytes(VaeConfig c, int height, int width, int bytesOfANumber) {
        LayerMemory layers = new LayerMemory(1, bytesOfANumber);
        int coarsest = c.channels().size() - 1;
        long pixels = (long) height * width;
        long channels = c.channels().get(coarsest);
        long most = c.midAttention() ? layers.of(VaeAttention.HELD * channels * pixels) : 0;
        long shared = 0;
        for (int level = coarsest; level >= 0; level--) {
            long out = c.channels().get(level);
            most = Math.max(most, layers.resnet(channels, out, pixels));
            shared = Math.max(shared, layers.work(channels, out, pixels));
            channels = out;
            if (level == 0) break;
            most = Math.max(most, layers.upsample(channels, pixels, 4 * pixels));
            pixels *= 4;
            shared = Math.max(shared, layers.work(channels, channels, pixels));
        }
        return most + shared;
    }

    NDArray forward(NDArray latents) {
        NDArray h = convIn.forward(latents);
        for (UnaryOperator<NDArray> layer : layers) {
            try (NDArray before = h) {
                h = layer.apply(before);
            }
        }
        return convOut.forward(normOut.forwardSilu(h));
    }
}
