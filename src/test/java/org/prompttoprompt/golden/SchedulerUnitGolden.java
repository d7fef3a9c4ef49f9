package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.diffusion.StepNoise;

/** Samplers alone, with tanh(0.7x + 0.1i) as the network; runs are named sampler.prediction.steps,
 * or tell class and options. */
final class SchedulerUnitGolden implements GoldenKind {
    private static final double TOLERANCE = 2e-5;

    @Override
    public void check(GoldenCase c) throws IOException {
        for (Map.Entry<String, JsonElement> entry :
                c.json().getAsJsonObject("runs").entrySet()) {
            JsonObject run = entry.getValue().getAsJsonObject();
            String[] name = entry.getKey().split("\\.");
            boolean isDescribed = run.has("class");
            String sampler = isDescribed ? run.get("class").getAsString().replace("Scheduler", "") : name[0];
            JsonObject config = isDescribed ? config(run) : config(name[1]);
            String missing = missing(sampler, config);
            if (!missing.isEmpty()) {
                System.out.println("golden " + c.text("id") + " " + entry.getKey() + "  not yet (" + missing + ")");
                continue;
            }
            int steps = isDescribed ? run.get("steps").getAsInt() : Integer.parseInt(name[2]);
            Scheduler scheduler = open(sampler, config, steps);
            if (run.has("eta"))
                scheduler = ((Ddim) scheduler).withNoise(run.get("eta").getAsDouble());
            check(c, entry.getKey(), run, scheduler);
        }
    }

    private static void check(GoldenCase c, String name, JsonObject run, Scheduler scheduler) {
        List<Double> timesteps = run.getAsJsonArray("timesteps").asList().stream()
                .map(JsonElement::getAsDouble)
                .toList();
        c.equal(name, timesteps, scheduler.timesteps());
        NDArray expected = c.tensor(name + ".x");
        StepNoise noise = i -> c.tensor(name + ".noise").get(i).duplicate();
        NDArray x = expected.get(0);
        double worst = 0;
        for (int i = 0; i < timesteps.size(); i++) {
            x = scheduler.step(x, x.mul(0.7).add(0.1 * i).tanh(), i, noise);
            // Where the image is all but lost in noise, its estimate is large: relative to that.
            float size = Math.max(1, expected.get(i + 1).abs().max().getFloat());
            worst = Math.max(worst, x.sub(expected.get(i + 1)).abs().max().getFloat() / size);
        }
        c.note(name, worst);
        c.equal(name + " differs by " + worst, true, worst <= TOLERANCE);
    }

    /** The file as a pipeline takes it: with an offset of 1 and without clipping, both of which matter. */
    private static String missing(String sampler, JsonObject config) {
        if (!List.of("DDIM", "PNDM").contains(sampler)) return "sampler " + sampler;
        boolean leading = !config.has("timestep_spacing")
                || config.get("timestep_spacing").getAsString().equals("leading");
        int offset = config.has("steps_offset") ? config.get("steps_offset").getAsInt() : 0;
        if (leading && offset != 1) return "steps_offset " + offset + ", which no pipeline leaves";
        boolean clips = !config.has("clip_sample") || config.get("clip_sample").getAsBoolean();
        if (sampler.equals("DDIM") && clips) return "clip_sample, which every pipeline switches off";
        boolean plms =
                config.has("skip_prk_steps") && config.get("skip_prk_steps").getAsBoolean();
        return sampler.equals("PNDM") && !plms ? "Runge-Kutta steps" : "";
    }

    private static JsonObject config(JsonObject run) {
        JsonObject config = run.has("effective_config")
                ? run.getAsJsonObject("effective_config")
                : run.getAsJsonObject("config").deepCopy();
        if (run.has("defaults_filled_in")) {
            for (Map.Entry<String, JsonElement> filled :
                    run.getAsJsonObject("defaults_filled_in").entrySet()) {
                config.add(filled.getKey(), filled.getValue());
            }
        }
        return config;
    }

    private static JsonObject config(String prediction) {
        JsonObject config = new JsonObject();
        config.addProperty("beta_start", 0.00085);
        config.addProperty("beta_end", 0.012);
        config.addProperty("beta_schedule", "scaled_linear");
        config.addProperty("set_alpha_to_one", false);
        config.addProperty("steps_offset", 1);
        config.addProperty("skip_prk_steps", true);
        config.addProperty("clip_sample", false);
        config.addProperty("prediction_type", prediction);
        return config;
    }

    private static Scheduler open(String sampler, JsonObject config, int steps) throws IOException {
        Path file = Files.createTempFile("scheduler_config", ".json");
        try {
            return Schedulers.open(Files.writeString(file, config.toString()), sampler, steps);
        } finally {
            Files.delete(file);
        }
    }
}
