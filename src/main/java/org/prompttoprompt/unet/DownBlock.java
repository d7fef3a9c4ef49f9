package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import java.util.Deque;
import java.util.List;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.nn.Downsample;

/** One level of the way down: residual blocks, each with a transformer if the level attends, then half the size. */
final class DownBlock {
    private final boolean opens;
    private final Level level;
    private final Downsample downsample;

    DownBlock(Weights w, UNetConfig c, int index) {
        String name = "down_blocks." + index;
        int channels = c.channels().get(index);
        opens = index == 0;
        level = new Level(w, name, Site.Place.DOWN, c);
        for (int i = 0; i < c.resnets().get(index); i++) {
            level.addResnet(i > 0 ? channels : c.channels().get(Math.max(index - 1, 0)), channels);
            if (c.attends().get(index)) {
                level.addTransformer(channels, c.heads().get(index), c.depths().get(index));
            }
        }
        downsample = index == c.levels() - 1
                ? null
                : new Downsample(w.at(name).at("downsamplers").at(0), channels, c.downsamplePadding());
    }

    List<Site> sites(int height, int width) {
        return level.sites(height, width);
    }

    /** Returns the height (or width) of the next level. */
    int next(int size) {
        return downsample == null ? size : downsample.size(size);
    }

    /** Pushes the output of every layer on {@code skips}; the last of them is what the next block continues from. */
    void forward(Deque<NDArray> skips, Pass pass) {
        first(level.size(), skips, pass);
        if (downsample != null) skips.push(downsample.forward(skips.peek()));
    }

    /** Pushes the output of the first layers alone. */
    void first(int layers, Deque<NDArray> skips, Pass pass) {
        for (int i = 0; i < layers; i++)
            skips.push(i == 0 && opens ? opening(skips.peek(), pass) : layer(i, skips.peek(), pass));
    }

    private NDArray layer(int i, NDArray x, Pass pass) {
        return level.attend(i, level.resnet(i, x, pass), pass);
    }

    /** Rows that are alike are computed once until they look at their prompts, unless somebody looks at them before. */
    private NDArray opening(NDArray x, Pass pass) {
        if (!pass.alike().any() || !level.isUnseen(0, x, pass)) return layer(0, x, pass);
        try (NDArray some = pass.alike().some(x)) {
            return layer(0, some, pass);
        }
    }
}
