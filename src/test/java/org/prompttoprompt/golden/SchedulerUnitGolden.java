package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Schedulers;

/** Samplers alone, with tanh(0.7x + 0.1i) as the network; runs are named sampler.prediction.steps. */
final class SchedulerUnitGolden implements GoldenKind {
    private static final double TOLERANCE = 2e-5;

    @Override
    public void check(GoldenCase c) throws IOException {
        for (Map.Entry<String, JsonElement> run :
                c.json().getAsJsonObject("runs").entrySet()) {
            String[] name = run.getKey().split("\\.");
            if (!List.of("DDIM", "PNDM").contains(name[0])) {
                System.out.println(
                        "golden " + c.text("id") + " " + run.getKey() + "  not yet (sampler " + name[0] + ")");
                continue;
            }
            Scheduler scheduler = open(name[0], name[1], Integer.parseInt(name[2]));
            c.equal(
                    run.getKey(),
                    TokenizationGolden.ints(run.getValue().getAsJsonObject().get("timesteps")),
                    scheduler.timesteps());
            NDArray expected = c.tensor(run.getKey() + ".x");
            NDArray x = expected.get(0);
            double worst = 0;
            for (int i = 0; i < scheduler.timesteps().size(); i++) {
                x = scheduler.step(x, x.mul(0.7).add(0.1 * i).tanh(), i);
                worst = Math.max(worst, x.sub(expected.get(i + 1)).abs().max().getFloat());
            }
            c.note(run.getKey(), worst);
            c.equal(run.getKey() + " differs by " + worst, true, worst <= TOLERANCE);
        }
    }

    private static Scheduler open(String sampler, String prediction, int steps) throws IOException {
        JsonObject config = new JsonObject();
        config.addProperty("beta_start", 0.00085);
        config.addProperty("beta_end", 0.012);
        config.addProperty("beta_schedule", "scaled_linear");
        config.addProperty("set_alpha_to_one", false);
        config.addProperty("steps_offset", 1);
        config.addProperty("prediction_type", prediction);
        Path file = Files.createTempFile("scheduler_config", ".json");
        try {
            return Schedulers.open(Files.writeString(file, config.toString()), sampler, steps);
        } finally {
            Files.delete(file);
        }
    }
}
