package org.prompttoprompt.golden;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.diffusion.Tcd;
import org.prompttoprompt.p2p.Span;

/** The sampler of a case: a file with its class and options, or a name on the model's own options. */
record GoldenSampler(Config config, int steps, double eta) {
    /** How the cases call samplers whose class is called otherwise. */
    private static final Map<String, String> CLASSES = Map.of(
            "EULER", "EulerDiscrete",
            "EULER_A", "EulerAncestralDiscrete",
            "LMS", "LMSDiscrete",
            "HEUN", "HeunDiscrete",
            "DPMPP_2M", "DPMSolverMultistep");

    /** What a pipeline makes of a model's file. */
    private static final Map<String, ?> PIPED = Map.of("steps_offset", 1, "clip_sample", false);

    static GoldenSampler of(GoldenCase c, Config ofTheModel) {
        JsonObject json = c.json();
        int steps = json.get("steps").getAsInt();
        JsonObject arguments = json.has("step_arguments") ? json.getAsJsonObject("step_arguments") : new JsonObject();
        double eta = arguments.has("eta") ? arguments.get("eta").getAsDouble() : -1;
        Config config = json.has("class")
                ? Config.of(json.getAsJsonObject("config"), c.model()).with(Map.of("_class_name", c.text("class")))
                : options(json, ofTheModel, c.model()).with(named(name(json)));
        return new GoldenSampler(config, steps, eta);
    }

    static String name(JsonObject json) {
        return json.has("scheduler") ? json.get("scheduler").getAsString() : "DDIM";
    }

    /** The options as the case has them, else as the model has them. */
    private static Config options(JsonObject json, Config ofTheModel, Path model) {
        for (String key : List.of("config", "scheduler_config")) {
            // An autoencoder's case has another config.
            if (json.has(key) && json.getAsJsonObject(key).has("beta_start"))
                return Config.of(json.getAsJsonObject(key), model);
        }
        return ofTheModel.with(PIPED);
    }

    /** What a name says: the class, the spacing and the levels of noise. */
    static Map<String, Object> named(String name) {
        Map<String, Object> options = new HashMap<>();
        String base = name;
        for (String suffix : List.of("leading", "trailing", "karras")) {
            if (!base.toLowerCase(Locale.ROOT).endsWith("_" + suffix)) continue;
            base = base.substring(0, base.length() - suffix.length() - 1);
            if (suffix.equals("karras")) options.put("use_karras_sigmas", true);
            else options.put("timestep_spacing", suffix);
        }
        options.put("_class_name", CLASSES.getOrDefault(base, base) + "Scheduler");
        if (base.equals("PNDM")) options.put("skip_prk_steps", true);
        return options;
    }

    Scheduler open() {
        Scheduler scheduler = Schedulers.asWritten(config, steps);
        if (eta < 0) return scheduler;
        return scheduler instanceof Tcd tcd ? tcd.withNoise(eta) : ((Ddim) scheduler).withNoise(eta);
    }

    /** Returns a folder with the parts of a model and the sampler of a case, if that is not one of the model's under a name. */
    static Path model(GoldenCase c) {
        JsonObject json = c.json();
        Path file = c.model().resolve("scheduler").resolve("scheduler_config.json");
        if (!Files.exists(file)) return c.model();
        try {
            JsonObject config = json.has("class")
                    ? json.getAsJsonObject("config").deepCopy()
                    : JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            Map<String, Object> says = json.has("class") ? Map.of("_class_name", c.text("class")) : named(name(json));
            says.forEach((key, value) -> config.add(key, new Gson().toJsonTree(value)));
            Path folder = Files.createTempDirectory("model");
            for (String part : List.of(
                    "tokenizer", "tokenizer_2", "text_encoder", "text_encoder_2", "unet", "vae", "model_index.json")) {
                if (!Files.exists(c.model().resolve(part))) continue;
                Files.createSymbolicLink(
                        folder.resolve(part), c.model().resolve(part).toRealPath());
            }
            Files.createDirectory(folder.resolve("scheduler"));
            Files.writeString(folder.resolve("scheduler").resolve("scheduler_config.json"), config.toString());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the evaluations of a window that counts steps, if the case tells which belong to which; else it counts them. */
    static Span evaluations(JsonObject json, Span window) {
        if (!json.has("window_index_of_evaluation")) return window;
        List<Integer> steps = json.getAsJsonArray("window_index_of_evaluation").asList().stream()
                .map(JsonElement::getAsInt)
                .toList();
        return new Span(first(steps, window.from()), first(steps, window.to()));
    }

    private static int first(List<Integer> steps, int from) {
        return IntStream.range(0, steps.size())
                .filter(i -> steps.get(i) >= from)
                .findFirst()
                .orElse(steps.size());
    }
}
