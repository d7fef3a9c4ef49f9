package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Deque;
import java.util.List;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.nn.Upsample;

/** One level of the way up: residual blocks on [x, skip], each with a transformer if it attends, then twice the size. */
final class UpBlock {
    private final Level level;
    private final Upsample upsample;

    /** @param index counts from the coarsest level */
    UpBlock(Weights w, UNetConfig c, int index) {
        String name = "up_blocks." + index;
        int depth = c.levels() - 1 - index;
        int channels = c.channels().get(depth);
        int below = c.channels().get(Math.min(depth + 1, c.levels() - 1));
        int above = c.channels().get(Math.max(depth - 1, 0));
        int layers = c.resnets().get(depth) + 1;
        level = new Level(w, name, Site.Place.UP, c);
        for (int i = 0; i < layers; i++) {
            int skip = i == layers - 1 ? above : channels;
            level.addResnet((i == 0 ? below : channels) + skip, channels);
            if (c.upAttends().get(index)) {
                level.addTransformer(channels, c.heads().get(depth), c.depths().get(depth));
            }
        }
        upsample = depth == 0 ? null : new Upsample(w.at(name).at("upsamplers").at(0), channels);
    }

    List<Site> sites(int height, int width) {
        return level.sites(height, width);
    }

    /** Takes its layers' skips from {@code skips} and closes them and x. */
    NDArray forward(NDArray x, Deque<NDArray> skips, Pass pass) {
        NDArray h = from(0, x, skips, pass);
        if (upsample == null) return h;
        // To the size of the next skip, not twice its own: the halves of odd sizes are rounded.
        Shape next = skips.peek().getShape();
        try (NDArray small = h) {
            return upsample.forward(small, next.get(2), next.get(3));
        }
    }

    /** Runs its layers from {@code first} on. Takes their skips and closes them and x. */
    NDArray from(int first, NDArray x, Deque<NDArray> skips, Pass pass) {
        NDArray h = x;
        for (int i = first; i < level.size(); i++) {
            if (upsample == null) FeatureControl.hooked(h, input(i), pass.features());
            h = level.attend(i, resnet(i, h, skips.pop(), pass), pass);
        }
        return h;
    }

    /** Returns how many layers it has. */
    int layers() {
        return level.size();
    }

    /** Returns the name of what a layer of the last block goes on with, beside its skip. */
    String input(int layer) {
        return FeatureControl.inputOf(level.size() - layer);
    }

    private NDArray resnet(int i, NDArray h, NDArray skip, Pass pass) {
        NDArray both = h.concat(skip, 1);
        h.close();
        skip.close();
        try (both) {
            return level.resnet(i, both, pass);
        }
    }
}
