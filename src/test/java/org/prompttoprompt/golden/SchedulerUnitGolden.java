package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.StepNoise;

/** Samplers alone, with tanh(0.7x + 0.1i) as the network; runs are named sampler.prediction.steps,
 * or tell class and options. */
final class SchedulerUnitGolden implements GoldenKind {
    private static final double TOLERANCE = 2e-5;

    @Override
    public void check(GoldenCase c) {
        for (Map.Entry<String, JsonElement> entry :
                c.json().getAsJsonObject("runs").entrySet()) {
            JsonObject run = entry.getValue().getAsJsonObject();
            String[] name = entry.getKey().split("\\.");
            Config config = run.has("class")
                    ? Config.of(config(run), c.model())
                    : Config.of(config(name[1]), c.model()).with(GoldenSampler.named(name[0]));
            int steps = run.has("class") ? run.get("steps").getAsInt() : Integer.parseInt(name[2]);
            double eta = run.has("eta") ? run.get("eta").getAsDouble() : -1;
            Scheduler scheduler = new GoldenSampler(config, steps, eta).open();
            check(c, entry.getKey(), run, scheduler);
        }
    }

    private static void check(GoldenCase c, String name, JsonObject run, Scheduler scheduler) {
        List<Double> timesteps = run.getAsJsonArray("timesteps").asList().stream()
                .map(JsonElement::getAsDouble)
                .toList();
        c.equal(
                name,
                timesteps.stream().map(GoldenModel::rounded).toList(),
                scheduler.timesteps().stream().map(GoldenModel::rounded).toList());
        if (run.has("init_noise_sigma")) {
            double off = scheduler.initialSigma() / run.get("init_noise_sigma").getAsDouble() - 1;
            c.equal(name + ", first noise is off by " + off, true, Math.abs(off) < 1e-6);
        }
        NDArray expected = c.tensor(name + ".x");
        StepNoise noise = i -> c.tensor(name + ".noise").get(i).duplicate();
        NDArray x = expected.get(0);
        double worst = 0;
        for (int i = 0; i < timesteps.size(); i++) {
            NDArray output = scheduler.input(x, i).mul(0.7).add(0.1 * i).tanh();
            x = scheduler.step(x, output, i, noise);
            // Where the image is all but lost in noise, its estimate is large: relative to that.
            float size = Math.max(1, expected.get(i + 1).abs().max().getFloat());
            worst = Math.max(worst, x.sub(expected.get(i + 1)).abs().max().getFloat() / size);
        }
        c.note(name, worst);
        c.equal(name + " differs by " + worst, true, worst <= TOLERANCE);
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
        config.add("_class_name", run.get("class"));
        if (!run.has("set_timesteps")) return config;
        // Asked for by an argument, a file may say it: to TCD it means jumps from every timestep.
        boolean tcd = run.get("class").getAsString().startsWith("TCD");
        config.add(
                "original_inference_steps",
                tcd
                        ? config.get("num_train_timesteps")
                        : run.getAsJsonObject("set_timesteps").get("original_inference_steps"));
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
}
