package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.nn.LayerNorm;

/** Self-attention, attention to the prompt, feed-forward, each on the normalised sum so far and added to it. */
final class TransformerBlock {
    private static final double EPS = 1e-5;

    private final LayerNorm norm1;
    private final Attention attn1;
    private final LayerNorm norm2;
    private final Attention attn2;
    private final LayerNorm norm3;
    private final FeedForward feedForward;

    TransformerBlock(Weights w, String name, Site.Place place, int heads, long dim, long contextDim) {
        norm1 = new LayerNorm(w.at("norm1"), dim, EPS);
        attn1 = new Attention(w.at("attn1"), name + ".attn1", place, false, heads, dim, dim);
        norm2 = new LayerNorm(w.at("norm2"), dim, EPS);
        attn2 = new Attention(w.at("attn2"), name + ".attn2", place, true, heads, dim, contextDim);
        norm3 = new LayerNorm(w.at("norm3"), dim, EPS);
        feedForward = new FeedForward(w.at("ff"), dim);
    }

    List<Site> sites(int height, int width) {
        return List.of(attn1.site(height, width), attn2.site(height, width));
    }

    /** Returns whether nobody looks at its self-attention. */
    boolean isUnseen(int height, int width, Pass pass) {
        return attn1.isUnseen(attn1.site(height, width), pass.control(), pass.features());
    }

    /** From x [rows, height x width, dim] to a new array like x, of all rows where x has one of each group of those that are alike. */
    NDArray forward(NDArray x, int height, int width, Pass pass) {
        return Temporaries.closedAfter(() -> {
            NDArray normed = norm1.forward(x);
            NDArray h = attn1.forward(normed, normed, attn1.site(height, width), pass.control(), pass.features());
            normed.close();
            h.addi(x);
            NDArray all = pass.ofAllRows(h);
            if (all != h) h.close();
            NDArray h2 = attend(all, attn2.site(height, width), pass);
            h2.addi(all);
            all.close();
            return feedForward.forward(norm3.forward(h2)).addi(h2);
        });
    }

    /** Attends to the prompt, or takes what that gave before. */
    private NDArray attend(NDArray h, Site site, Pass pass) {
        Optional<NDArray> before = pass.features().instead(site.name());
        if (before.isPresent()) return before.get();
        try (NDArray normed = norm2.forward(h)) {
            return FeatureControl.hooked(
                    attn2.forward(normed, pass.context(), site, pass.control(), pass.features()),
                    site.name(),
                    pass.features());
        }
    }
}
