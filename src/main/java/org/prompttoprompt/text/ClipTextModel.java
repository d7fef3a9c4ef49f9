package org.prompttoprompt.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Bounds;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Damaged;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.nn.LayerNorm;
import org.prompttoprompt.nn.Linear;

/**
 * CLIP's text encoder (Radford et al. 2021), a causal transformer: [prompts, tokens] to [prompts, tokens, dim]. The
 * padding is not masked, as in Stable Diffusion.
 */
public final class ClipTextModel {
    /** Files from before 2023 have this number, which is not the end token's; it is the largest id then. */
    private static final int OLD_END = 2;

    private final NDArray tokenEmbedding;
    private final NDArray positionEmbedding;
    private final List<ClipLayer> layers = new ArrayList<>();
    private final LayerNorm finalLayerNorm;
    private final Precision precision;
    private final Optional<Linear> projection;
    private final int endId;
    private final int rows;
    private final int positions;

    private ClipTextModel(Config config, Weights weights, List<LearnedWord> words, int encoder, NDManager manager) {
        int dim = Bounds.atLeast(1, config, "hidden_size", 512);
        double eps = Bounds.epsilon(config, "layer_norm_eps", 1e-5);
        int count = Bounds.atLeast(1, config, "num_hidden_layers", 12);
        ClipLayer.Shape shape = new ClipLayer.Shape(
                dim,
                Bounds.atLeast(1, config, "intermediate_size", 2048),
                ClipLayer.heads(config, dim, 8),
                eps,
                ClipLayer.activation(config),
                true);
        precision = weights.precision();
        int own = Bounds.atLeast(1, config, "vocab_size", 49408);
        rows = own + words.stream().mapToInt(LearnedWord::vectors).sum();
        positions = Bounds.atLeast(1, config, "max_position_embeddings", 77);
        config.allow("model_type", "clip_text_model");
        PretrainedKeys.ignore(config);
        int pooledDim = Bounds.atLeast(1, config, "projection_dim", 512);
        endId = config.getInt("eos_token_id", OLD_END);
        config.requireAllRead("attention_dropout", "dropout", "initializer_factor", "initializer_range");

        // Newer files leave out the prefix that older ones have.
        Weights w = weights.has("text_model.final_layer_norm.weight") ? weights.at("text_model") : weights;
        w.at("embeddings").ignore("position_ids");
        projection = weights.has("text_projection.weight")
                ? Optional.of(Linear.withoutBias(weights.at("text_projection"), dim, pooledDim))
                : Optional.empty();
        String table = "embeddings.token_embedding.weight";
        NDArray tokens = words.isEmpty() ? w.table(table, own, dim) : w.get(table, own, dim);
        tokenEmbedding = LearnedVectors.below(tokens, words, encoder, manager);
        positionEmbedding = w.get("embeddings.position_embedding.weight", positions, dim);
        for (int i = 0; i < count; i++)
            layers.add(new ClipLayer(w.at("encoder.layers").at(i), shape));
        finalLayerNorm = new LayerNorm(w.at("final_layer_norm"), dim, eps);
        weights.requireAllRead();
    }

    /** Opens the text_encoder folder of a model. */
    public static ClipTextModel open(Path folder, NDManager manager) {
        return open(folder, Opening.PLAIN, manager);
    }

    /** Opens the text_encoder folder of a model in this way. */
    public static ClipTextModel open(Path folder, Opening opening, NDManager manager) {
        return of(Config.open(folder.resolve("config.json")), opening.weights(folder, manager));
    }

    /** Builds the encoder that the options describe from all of these weights. */
    public static ClipTextModel of(Config options, Weights weights) {
        return of(options, weights, List.of(), 0, null);
    }

    /**
     * Builds it likewise, with learned words behind its own.
     *
     * @param encoder which of the model's text encoders it is, 0 or 1
     */
    public static ClipTextModel of(
            Config options, Weights weights, List<LearnedWord> words, int encoder, NDManager manager) {
        return new ClipTextModel(options, weights, words, encoder, manager);
    }

    /** Returns how many tokens have a row of the embedding, 49408 in Stable Diffusion. */
    public int rows() {
        return rows;
    }

    /** Returns how many layers it has. */
    public int layers() {
        return layers.size();
    }

    /** Returns the longest prompt, in tokens: 77 in Stable Diffusion. */
    public int positions() {
        return positions;
    }

    /** Returns the last hidden state after the final layer norm, [prompts, tokens, dim]. */
    public NDArray forward(NDManager manager, List<Tokens> prompts) {
        return forward(manager, prompts, 0);
    }

    /**
     * Returns the hidden state some layers before the last one, after the final layer norm.
     *
     * @param clipSkip how many layers before, 0 for the last
     */
    public NDArray forward(NDManager manager, List<Tokens> prompts, int clipSkip) {
        return Temporaries.closedAfter(
                () -> precision.toFloat32(finalLayerNorm.forward(hidden(manager, prompts, layers.size() - clipSkip))));
    }

    /**
     * Returns the hidden state before the last layer, without the final layer norm, as Stable Diffusion XL takes it.
     *
     * @param clipSkip how many layers before that, 0 for none
     */
    public NDArray penultimate(NDManager manager, List<Tokens> prompts, int clipSkip) {
        return Temporaries.closedAfter(
                () -> precision.toFloat32(hidden(manager, prompts, layers.size() - 1 - clipSkip)));
    }

    /**
     * Refuses an encoder that cannot pool prompts.
     *
     * @param place of the model
     * @throws Refusal if it has no projection
     */
    public void requireProjection(Path place) {
        if (projection.isPresent()) return;
        throw new Damaged(
                "The second text encoder of " + place
                        + " has no text_projection.weight, which Stable Diffusion XL needs",
                "Download the model again, or take all of its folders from one model.");
    }

    /**
     * Returns the pooled prompts, [prompts, projected]: the last state at the end token, after the final layer norm, projected.
     *
     * @throws java.util.NoSuchElementException if the encoder has no projection
     */
    public NDArray pooled(NDManager manager, List<Tokens> prompts) {
        Linear projected = projection.orElseThrow();
        return Temporaries.closedAfter(() -> {
            NDArray states = finalLayerNorm.forward(hidden(manager, prompts, layers.size()));
            NDList ends = new NDList();
            for (int i = 0; i < prompts.size(); i++) {
                int end = end(prompts.get(i).ids());
                ends.add(states.get(i + ":" + (i + 1) + "," + end));
            }
            return precision.toFloat32(projected.forward(NDArrays.concat(ends)));
        });
    }

    private int end(List<Integer> ids) {
        int last = endId == OLD_END ? Collections.max(ids) : endId;
        return Math.max(0, ids.indexOf(last));
    }

    /** The sum of token and position embeddings after so many layers; each part of a long prompt is read alone. */
    private NDArray hidden(NDManager manager, List<Tokens> prompts, int count) {
        int chunks = prompts.get(0).chunks();
        int length = prompts.get(0).ids().size() / chunks;
        long[] ids = prompts.stream()
                .flatMap(p -> p.ids().stream())
                .mapToLong(i -> i)
                .toArray();
        NDArray indices = manager.create(ids, new Shape((long) prompts.size() * chunks, length))
                .toType(DataType.INT64, false);
        NDArray x = precision
                .cast(Embedding.embedding(indices, tokenEmbedding, SparseFormat.DENSE)
                        .singletonOrThrow())
                .add(positionEmbedding.get(":" + length));
        for (ClipLayer layer : layers.subList(0, count)) x = layer.forward(x);
        return chunks == 1 ? x : x.reshape(prompts.size(), (long) chunks * length, -1);
    }
}
