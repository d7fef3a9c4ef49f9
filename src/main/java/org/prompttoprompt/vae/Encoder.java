package org.prompttoprompt.vae;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.nn.Conv2d;
import org.prompttoprompt.nn.Downsample;
import org.prompttoprompt.nn.GroupNorm;
import org.prompttoprompt.nn.ResnetBlock;

/** Images [n, channels, H, W] to mean and log-variance of latents, [n, 2 x latentChannels, h, w]. */
final class Encoder {
    private final Conv2d convIn;
    private final List<UnaryOperator<NDArray>> layers = new ArrayList<>();
    private final GroupNorm normOut;
    private final Conv2d convOut;

    Encoder(Weights w, VaeConfig c) {
        int levels = c.channels().size();
        int channels = c.channels().get(0);
        convIn = new Conv2d(w.at("conv_in"), c.imageChannels(), channels, 3);
        for (int level = 0; level < levels; level++) {
            Weights block = w.at("down_blocks").at(level);
            int out = c.channels().get(level);
            for (int i = 0; i < c.resnets(); i++) {
                layers.add(
                        new ResnetBlock(block.at("resnets").at(i), channels, out, 0, c.groups(), VaeConfig.EPS)
                                ::forward);
                channels = out;
            }
            if (level < levels - 1)
                layers.add(new Downsample(block.at("downsamplers").at(0), out, 0)::forward);
        }
        layers.add(new VaeMidBlock(w.at("mid_block"), c)::forward);
        normOut = new GroupNorm(w.at("conv_norm_out"), channels, c.groups(), VaeConfig.EPS);
        convOut = new Conv2d(w.at("conv_out"), channels, 2 * c.latentChannels(), 3);
    }

    NDArray forward(NDArray images) {
        NDArray h = convIn.forward(images);
        for (UnaryOperator<NDArray> layer : layers) {
            try (NDArray before = h) {
                h = layer.apply(before);
            }
        }
        return convOut.forward(normOut.forwardSilu(h));
    }
}
