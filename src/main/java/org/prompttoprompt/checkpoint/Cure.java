package org.prompttoprompt.checkpoint;

import com.google.gson.JsonElement;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What helps where a value of a model's file is refused: an option that stands in for it, if there is one. */
final class Cure {
    private static final String ANOTHER = ", or choose another model.";
    private static final List<String> PREDICTIONS = List.of("epsilon", "v_prediction", "sample");

    private Cure() {}

    /** Returns a sentence, or two. */
    static String of(Path path, String key, JsonElement value) {
        if (!path.endsWith("scheduler_config.json")) {
            return "If the file is as it was published, this kind of model cannot be used here: choose another.";
        }
        return switch (key) {
            case "prediction_type" ->
                // Some samplers take fewer of them than others do.
                Stream.ofNullable(value).anyMatch(Cure::isPrediction)
                        ? sampler()
                        : "Say what the network predicts, such as prediction=epsilon" + ANOTHER;
            case "timestep_spacing" -> "Say where the timesteps lie, such as spacing=leading" + ANOTHER;
            case "steps_offset" -> "Say where the timesteps lie, such as spacing=trailing" + ANOTHER;
            case "clip_sample_range" -> "Name a sampler that does not clip, such as scheduler=Euler" + ANOTHER;
            case "beta_schedule", "beta_start", "beta_end", "trained_betas", "num_train_timesteps" ->
                "No sampler can use this: download the file again, or mend the value. If the file is as it was"
                        + " published, choose another model.";
            default -> sampler();
        };
    }

    private static String sampler() {
        return "Name a sampler, such as scheduler=DDIM" + ANOTHER;
    }

    private static boolean isPrediction(JsonElement value) {
        return value.isJsonPrimitive() && PREDICTIONS.contains(value.getAsString());
    }
}
