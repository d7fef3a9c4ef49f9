package org.prompttoprompt.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.JsonFiles;
import org.prompttoprompt.request.Method;
import org.prompttoprompt.request.Window;
import org.prompttoprompt.text.Vocabulary;

/**
 * What a model wants where the request leaves it open: its {@code prompt-to-prompt.json}, or the habits of its kind.
 *
 * @param steps sampling steps
 * @param guidance classifier-free guidance scale
 * @param sampler by its name, {@code model} for that of its file
 * @param spacing of the timesteps, likewise
 * @param distilled guidance scale that is taught into its answers to a prompt, ε = ε(∅) + w (ε(prompt) - ε(∅)) in one row (Meng et
 *     al. 2023); 1: none
 * @param rescale share in which guided answers keep the spread of the prompt's, 0 to 1
 * @param width of the image in pixels, 0: the network's own size
 * @param height likewise
 * @param renormalise whether the rows of phrase edits are divided by their sum
 * @param tau window of the source's cross-attention in a swap or an added phrase
 * @param weightTau window of the weights in a re-weighting
 * @param imageTau window of the source's cross-attention in a swap or phrase of an image that is there
 * @param imageMethod way into such an image
 * @param imageGuidance guidance scale in edits of an image that is there
 * @param imageMask whether such an edit stays in its place by itself, if it has one
 * @param selfAttention window of the source's self-attention
 * @param selfResolution largest map side at which it is replaced, 0: a quarter of the latent's
 * @param sweep the taus worth looking at
 * @param roiThreshold share of a word's strongest attention above which a pixel belongs to it
 * @param vocabulary the words it was trained on; empty where it knows the language
 */
public record ModelDefaults(
        int steps,
        double guidance,
        String sampler,
        String spacing,
        double distilled,
        double rescale,
        int width,
        int height,
        boolean renormalise,
        Window tau,
        Window weightTau,
        Window imageTau,
        Method imageMethod,
        double imageGuidance,
        boolean imageMask,
        Window selfAttention,
        int selfResolution,
        String sweep,
        double roiThreshold,
        Vocabulary vocabulary) {
    /** Reads the file from a model's folder, if it is there. */
    static ModelDefaults of(Path folder, Habits habits) {
        Path file = folder.resolve("prompt-to-prompt.json");
        Config config = Files.exists(file) ? Config.open(file) : Config.empty(file);
        ModelDefaults defaults = new ModelDefaults(
                config.getInt("steps", habits.steps()),
                config.getDouble("guidance", habits.guidance()),
                config.getString("sampler", habits.sampler()),
                config.getString("spacing", habits.spacing()),
                config.getDouble("distilled", 1),
                config.getDouble("rescale", 0),
                config.getInt("width", 0),
                config.getInt("height", 0),
                config.getBoolean("renormalise", false),
                Window.first(config.getDouble("tau", 0.8)),
                Window.first(config.getDouble("weighttau", 0.8)),
                Window.first(config.getDouble("imagetau", config.getDouble("tau", 0.8))),
                Method.of(config.getString("imagemethod", Method.DIRECT.key())),
                config.getDouble("imageguidance", config.getDouble("guidance", habits.guidance())),
                config.getBoolean("imagemask", false),
                Window.first(config.getDouble("selfattention", 0.4)),
                config.getInt("selfresolution", 0),
                config.getString("sweep", "0:0.1:1"),
                config.getDouble("roithreshold", 0.4),
                new Vocabulary(config.getStrings("vocabulary", List.of()), groups(folder.resolve("words.json"))));
        config.requireAllRead();
        return defaults;
    }

    /** Reads the words' groups, in their order, where a model comes with them. */
    private static Map<String, List<String>> groups(Path file) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        if (!Files.exists(file)) return groups;
        Config config = Config.open(file);
        for (String group : JsonFiles.object(file).keySet()) groups.put(group, config.getStrings(group, List.of()));
        return groups;
    }
}
