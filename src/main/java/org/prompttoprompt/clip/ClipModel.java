package org.prompttoprompt.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.JsonFiles;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.checkpoint.WrappedTensors;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;

/**
 * CLIP in the layout of transformers (a folder with config.json, model.safetensors, preprocessor_config.json and the tokenizer's
 * files): images and texts as vectors of length 1, whose products say how alike they are. A folder that has the image encoder
 * alone (CLIPVisionModelWithProjection) compares images with images. On the engine's thread.
 */
public final class ClipModel {
    private static final List<String> TEXT = List.of("text_model.", "text_projection.");
    private static final List<String> VISION = List.of("vision_model.", "visual_projection.");

    private final NDManager manager;
    private final ClipPreprocessor preprocessor;
    private final ClipVisionModel vision;
    private final Optional<ClipTextModel> text;
    private final Optional<ClipTokenizer> tokenizer;

    private ClipModel(Path folder, NDManager manager) {
        this.manager = manager;
        JsonObject options = JsonFiles.object(folder.resolve("config.json"));
        boolean both = options.has("vision_config");
        preprocessor = ClipPreprocessor.of(folder);
        vision = new ClipVisionModel(part(options, "vision_config", folder), weights(folder, VISION));
        if (preprocessor.crop() != vision.side())
            throw new Refusal("clip=" + folder + ": preprocessor_config.json cuts images to " + preprocessor.crop()
                    + " pixels and config.json takes " + vision.side() + ". Take all files from the same model.");
        text = both
                ? Optional.of(ClipTextModel.of(part(options, "text_config", folder), weights(folder, TEXT)))
                : Optional.empty();
        tokenizer = text.map(encoder -> {
            ClipTokenizer own = ClipTokenizer.open(folder);
            own.requireFits(encoder.rows(), encoder.positions());
            return own;
        });
    }

    /**
     * Opens a folder.
     *
     * @param manager owns what is read
     * @throws Refusal if it is no CLIP model, or one of its files is missing or not sound, naming it
     */
    public static ClipModel open(Path folder, NDManager manager) {
        requireClip(folder);
        return new ClipModel(folder, manager);
    }

    /**
     * Checks that a folder says that it is CLIP; nothing is loaded.
     *
     * @throws Refusal if not
     */
    public static void requireClip(Path folder) {
        Path file = folder.resolve("config.json");
        if (!Files.isRegularFile(file))
            throw new Refusal(
                    "clip=" + folder + " is no folder of a CLIP model: it has no config.json. Give one in the layout of"
                            + " transformers, such as a copy of openai/clip-vit-base-patch32.");
        JsonObject options = JsonFiles.object(file);
        String type = options.has("model_type") ? options.get("model_type").getAsString() : "";
        if (!Set.of("clip", "clip_vision_model").contains(type))
            throw new Refusal("clip=" + folder + " is no CLIP model: its config.json says model_type '" + type
                    + "', not 'clip' or 'clip_vision_model'.");
    }

    private static Config part(JsonObject options, String key, Path folder) {
        Path file = folder.resolve("config.json");
        if (!options.has(key)) return Config.of(options, file);
        JsonObject part = options.getAsJsonObject(key).deepCopy();
        if (options.has("projection_dim")) part.add("projection_dim", options.get("projection_dim"));
        return Config.of(part, file);
    }

    private Weights weights(Path folder, List<String> prefixes) {
        Opening part = new Opening(Precision.FLOAT32, (name, stored) -> new Part(stored, prefixes));
        return part.weights(folder, manager);
    }

    /** The tensors of a part of the model. */
    private static final class Part extends WrappedTensors {
        private final List<String> prefixes;

        Part(TensorSource stored, List<String> prefixes) {
            super(stored);
            this.prefixes = prefixes;
        }

        @Override
        public Set<String> names() {
            return stored().names().stream()
                    .filter(name -> prefixes.stream().anyMatch(name::startsWith))
                    .collect(Collectors.toSet());
        }
    }

    /** Returns whether it compares images with texts. */
    public boolean readsTexts() {
        return text.isPresent();
    }

    /** Returns an image as a vector of length 1. */
    public float[] image(SourceImage image) {
        try (NDScope scope = new NDScope()) {
            int side = preprocessor.crop();
            NDArray ready = manager.create(preprocessor.of(image), new Shape(1, 3, side, side));
            return unit(vision.forward(ready).toFloatArray());
        }
    }

    /**
     * Returns a text as a vector of length 1; what is too long for CLIP is cut, as transformers does.
     *
     * @throws Refusal if the folder has the image encoder alone
     */
    public float[] text(String prompt) {
        ClipTextModel encoder = text.orElseThrow(() -> new Refusal("This CLIP folder has the image encoder alone."));
        try (NDScope scope = new NDScope()) {
            return unit(encoder.pooled(manager, List.of(tokenizer.orElseThrow().encode(prompt)))
                    .toFloatArray());
        }
    }

    private static float[] unit(float[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) unit[i] = (float) (vector[i] / length);
        return unit;
    }

    /** Returns the cosine of two vectors of length 1. */
    public static double cosine(float[] a, float[] b) {
        return dot(a, b);
    }

    /**
     * Returns how far images and texts change in the same direction: the cosine of their differences (Gal et al. 2022, StyleGAN-NADA,
     * section 4.1); NaN where one does not change.
     */
    public static double direction(float[] image, float[] edited, float[] prompt, float[] target) {
        float[] images = difference(image, edited);
        float[] texts = difference(prompt, target);
        double lengths = Math.sqrt(dot(images, images) * dot(texts, texts));
        return lengths == 0 ? Double.NaN : dot(images, texts) / lengths;
    }

    private static float[] difference(float[] from, float[] to) {
        float[] difference = new float[from.length];
        for (int i = 0; i < difference.length; i++) difference[i] = to[i] - from[i];
        return difference;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += (double) a[i] * b[i];
        return sum;
    }
}
