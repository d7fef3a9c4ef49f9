package org.prompttoprompt.checkpoint;

import com.google.gson.JsonElement;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What helps where a value of a model's file is refused: an option that stands in for it, if there is one. */
final class Cure {
    private static final String ANOTHER = ", or choose another model.";
    private static final String SCHEDULER = "scheduler_config.json";
    private static final List<String> BETAS =
            List.of("beta_schedule", "beta_start", "beta_end", "trained_betas", "num_train_timesteps");
    private static final List<String> PREDICTIONS = List.of("epsilon", "v_prediction", "sample");

    private Cure() {}

    /** Returns what helps where a value is of another kind than it should be. */
    static String ofKind(Path path, String key, JsonElement value) {
        String mend = "Download the file again, or mend the value";
        if (!path.endsWith(SCHEDULER) || BETAS.contains(key)) return mend + ".";
        String other = of(path, key, value);
        return mend + "; or " + Character.toLowerCase(other.charAt(0)) + other.substring(1);
    }

    /** Returns a sentence, or two. */
    static String of(Path path, String key, JsonElement value) {
        if (!path.endsWith(SCHEDULER)) {
            return "If the file is as it was published, this kind of model cannot be used here: choose another.";
        }
        if (BETAS.contains(key))
            return "No sampler can use this: download the file again, or mend the value. If the file is as it was"
                    + " published, choose another model.";
        return switch (key) {
            case "prediction_type" ->
                // Some samplers take fewer of them than others do.
                Stream.ofNullable(value).anyMatch(Cure::isPrediction)
                        ? sampler()
                        : "Say what the network predicts, such as prediction=epsilon" + ANOTHER;
            case "timestep_spacing" -> "Say where the timesteps lie, such as spacing=leading" + ANOTHER;
            case "steps_offset" -> "Say where the timesteps lie, such as spacing=trailing" + ANOTHER;
            case "clip_sample_range" -> "Name a sampler that does not clip, such as scheduler=Euler" + ANOTHER;
            case "set_alpha_to_one" -> "Name a sampler that does not read it, such as scheduler=Euler" + ANOTHER;
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
