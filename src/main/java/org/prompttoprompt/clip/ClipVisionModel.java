package org.prompttoprompt.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.checkpoint.Bounds;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.nn.Conv2d;
import org.prompttoprompt.nn.LayerNorm;
import org.prompttoprompt.nn.Linear;
import org.prompttoprompt.text.ClipLayer;
import org.prompttoprompt.text.PretrainedKeys;

/**
 * CLIP's image encoder, a vision transformer (Radford et al. 2021, section 2.4; transformers, CLIPVisionModelWithProjection): [images,
 * 3, side, side] to [images, projected]. A class token stands before the patches and is what is projected in the end.
 */
final class ClipVisionModel {
    private static final int COLOURS = 3;

    /** Sixteen times as wide as CLIP's own images; the square of more would pass what an array holds. */
    static final int LARGEST = 4096;

    private final int side;
    private final NDArray classEmbedding;
    private final NDArray positions;
    private final Conv2d patches;
    private final LayerNorm before;
    private final LayerNorm after;
    private final List<ClipLayer> layers = new ArrayList<>();
    private final Linear projection;

    /** Builds the encoder that the options describe; asks for all weights of {@code vision_model} and {@code visual_projection}. */
    ClipVisionModel(Config config, Weights weights) {
        int dim = Bounds.atLeast(1, config, "hidden_size", 768);
        side = Bounds.between(1, LARGEST, config, "image_size", 224);
        // As in the reference, a rest at the right and below that is no whole patch is not looked at.
        int patch = Bounds.between(1, side, config, "patch_size", 32);
        double eps = Bounds.epsilon(config, "layer_norm_eps", 1e-5);
        int projected = Bounds.atLeast(1, config, "projection_dim", 512);
        int count = Bounds.atLeast(1, config, "num_hidden_layers", 12);
        ClipLayer.Shape shape = new ClipLayer.Shape(
                dim,
                Bounds.atLeast(1, config, "intermediate_size", 3072),
                ClipLayer.heads(config, dim, 12),
                eps,
                ClipLayer.activation(config),
                false);
        config.allow("model_type", "clip_vision_model");
        config.allow("num_channels", COLOURS);
        PretrainedKeys.ignore(config);
        config.requireAllRead("attention_dropout", "dropout", "initializer_factor", "initializer_range");

        Weights w = weights.at("vision_model");
        Weights embeddings = w.at("embeddings");
        embeddings.ignore("position_ids");
        int row = side / patch;
        classEmbedding = embeddings.get("class_embedding", dim);
        patches = Conv2d.unpadded(embeddings.at("patch_embedding"), COLOURS, dim, patch);
        positions = embeddings.get("position_embedding.weight", (long) row * row + 1, dim);
        // As the file spells it.
        before = new LayerNorm(w.at("pre_layrnorm"), dim, eps);
        for (int i = 0; i < count; i++)
            layers.add(new ClipLayer(w.at("encoder.layers").at(i), shape));
        after = new LayerNorm(w.at("post_layernorm"), dim, eps);
        projection = Linear.withoutBias(weights.at("visual_projection"), dim, projected);
        weights.requireAllRead();
    }

    /** Returns the width and height of the images that it takes, in pixels. */
    int side() {
        return side;
    }

    /** Returns the projected images, [images, projected]. */
    NDArray forward(NDArray images) {
        return Temporaries.closedAfter(() -> {
            NDArray cut = patches.forward(images);
            long rows = cut.getShape().get(0);
            long dim = cut.getShape().get(1);
            NDArray tokens = cut.reshape(new Shape(rows, dim, -1)).transpose(0, 2, 1);
            NDArray first = classEmbedding.reshape(1, 1, dim).broadcast(new Shape(rows, 1, dim));
            NDArray x = before.forward(first.concat(tokens, 1).add(positions));
            for (ClipLayer layer : layers) x = layer.forward(x);
            return projection.forward(after.forward(x.get(":,0")));
        });
    }
}
