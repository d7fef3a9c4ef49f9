package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.nn.ResnetBlock;

/** The residual blocks and transformers of one block of the network, by index, as down, mid and up blocks have them. */
final class Level {
    private final Weights w;
    private final String name;
    private final Site.Place place;
    private final UNetConfig config;
    private final List<ResnetBlock> resnets = new ArrayList<>();
    private final List<SpatialTransformer> transformers = new ArrayList<>();

    Level(Weights w, String name, Site.Place place, UNetConfig config) {
        this.w = w.at(name);
        this.name = name;
        this.place = place;
        this.config = config;
    }

    void addResnet(int in, int out) {
        resnets.add(new ResnetBlock(
                w.at("resnets").at(resnets.size()), in, out, config.timeChannels(), config.groups(), config.eps()));
    }

    void addTransformer(int channels, int heads, int depth) {
        int i = transformers.size();
        transformers.add(new SpatialTransformer(
                w.at("attentions").at(i), name + ".attentions." + i, place, config, channels, heads, depth));
    }

    int size() {
        return resnets.size();
    }

    List<Site> sites(int height, int width) {
        return transformers.stream()
                .flatMap(transformer -> transformer.sites(height, width).stream())
                .toList();
    }

    NDArray resnet(int i, NDArray x, Pass pass) {
        return resnets.get(i)
                .forward(x, pass.siluTime(), h -> FeatureControl.hooked(h, convolution(i), pass.features()));
    }

    private String convolution(int i) {
        return name + ".resnets." + i + ".conv2";
    }

    /** Returns whether layer i has a transformer, and nobody looks at what it makes of x before that looks at the prompts. */
    boolean isUnseen(int i, NDArray x, Pass pass) {
        return !transformers.isEmpty()
                && !pass.features().wants(convolution(i))
                && transformers
                        .get(i)
                        .isUnseen((int) x.getShape().get(2), (int) x.getShape().get(3), pass);
    }

    /** Applies transformer i to x and closes x; without transformers returns x itself. */
    NDArray attend(int i, NDArray x, Pass pass) {
        if (transformers.isEmpty()) return x;
        try (x) {
            return transformers.get(i).forward(x, pass);
        }
    }
}
