package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Weights;

/** The coarsest part: a residual block, a transformer, a residual block. */
final class MidBlock {
    private final Level level;

    MidBlock(Weights w, UNetConfig c) {
        int last = c.levels() - 1;
        int channels = c.channels().get(last);
        level = new Level(w, "mid_block", Site.Place.MID, c);
        level.addResnet(channels, channels);
        level.addTransformer(channels, c.heads().get(last), c.depths().get(last));
        level.addResnet(channels, channels);
    }

    List<Site> sites(int height, int width) {
        return level.sites(height, width);
    }

    NDArray forward(NDArray x, Pass pass) {
        NDArray h = level.resnet(0, x, pass);
        try (NDArray attended = level.attend(0, h, pass)) {
            return level.resnet(1, attended, pass);
        }
    }
}
