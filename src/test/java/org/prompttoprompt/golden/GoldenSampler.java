package org.prompttoprompt.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.diffusion.Tcd;
import org.prompttoprompt.p2p.Span;

/** The sampler of a case: a file with its class and options, or a name on the model's own file. */
record GoldenSampler(JsonObject config, int steps, double eta) {
    /** How the cases call samplers, and what that says beside the class. */
    private static final Map<String, String> CLASSES = Map.of(
            "DDIM", "DDIMScheduler",
            "PNDM", "PNDMScheduler",
            "EULER", "EulerDiscreteScheduler",
            "EULER_A", "EulerAncestralDiscreteScheduler",
            "LMS", "LMSDiscreteScheduler",
            "HEUN", "HeunDiscreteScheduler",
            "DPMPP_2M", "DPMSolverMultistepScheduler",
            "LCM", "LCMScheduler");

    static GoldenSampler of(GoldenCase c) {
        JsonObject json = c.json();
        int steps = json.get("steps").getAsInt();
        JsonObject arguments = json.has("step_arguments") ? json.getAsJsonObject("step_arguments") : new JsonObject();
        double eta = arguments.has("eta") ? arguments.get("eta").getAsDouble() : -1;
        String name = json.has("scheduler") ? json.get("scheduler").getAsString() : "DDIM";
        JsonObject config = json.has("config")
                ? json.getAsJsonObject("config").deepCopy()
                : piped(file(c.model().resolve("scheduler").resolve("scheduler_config.json")));
        if (json.has("class"))
            config.addProperty("_class_name", json.get("class").getAsString());
        else named(config, name);
        return new GoldenSampler(config, steps, eta);
    }

    /** Puts the class of a name into a file, and the spacing and the noise levels that the name tells. */
    static void named(JsonObject config, String name) {
        String base = name;
        for (String suffix : List.of("leading", "trailing", "KARRAS")) {
            if (!base.toUpperCase(Locale.ROOT).endsWith("_" + suffix.toUpperCase(Locale.ROOT))) continue;
            base = base.substring(0, base.length() - suffix.length() - 1);
            if (suffix.equals("KARRAS")) config.addProperty("use_karras_sigmas", true);
            else config.addProperty("timestep_spacing", suffix);
        }
        config.addProperty("_class_name", CLASSES.getOrDefault(base, base));
        if (base.equals("PNDM")) config.addProperty("skip_prk_steps", true);
    }

    /** What a pipeline makes of a model's file. */
    private static JsonObject piped(JsonObject config) {
        config.addProperty("steps_offset", 1);
        config.addProperty("clip_sample", false);
        return config;
    }

    private static JsonObject file(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Scheduler open() {
        try {
            Path file = Files.createTempFile("scheduler_config", ".json");
            try {
                Scheduler scheduler = Schedulers.asWritten(Files.writeString(file, config.toString()), steps);
                if (eta < 0) return scheduler;
                return scheduler instanceof Tcd tcd ? tcd.withNoise(eta) : ((Ddim) scheduler).withNoise(eta);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a folder with the parts of a model and this sampler. */
    Path model(Path model) {
        try {
            Path folder = Files.createTempDirectory("model");
            for (String part : List.of("tokenizer", "text_encoder", "unet", "vae", "model_index.json")) {
                Files.createSymbolicLink(
                        folder.resolve(part), model.resolve(part).toRealPath());
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
