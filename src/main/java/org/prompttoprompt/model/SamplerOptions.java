package org.prompttoprompt.model;

import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.request.Option;

/** The options of a model's sampler, as the pipeline of its kind takes them from its file. */
final class SamplerOptions {
    private static final String PREDICTION = "prediction_type";

    private SamplerOptions() {}

    /** Returns them with what the network predicts, where the files tell it. */
    static Config told(ModelLayout layout) {
        Config options = piped(layout);
        return layout.prediction()
                .map(type -> options.with(Map.of(PREDICTION, type)))
                .orElse(options);
    }

    /**
     * Returns them with what the network predicts.
     *
     * @param prediction as a request says it
     * @throws Refusal if neither it nor the files tell
     */
    static Config of(ModelLayout layout, String prediction) {
        if (!prediction.equals(Option.OF_THE_MODEL)) {
            return piped(layout).with(PREDICTION, prediction, Option.PREDICTION.key() + "=" + prediction);
        }
        if (layout.prediction().isPresent()) return told(layout);
        throw new Refusal(
                "prediction=model: the file " + layout.place()
                        + " does not tell what the network predicts, and files of Stable Diffusion 2 differ. Give"
                        + " prediction=epsilon for models of 512 pixels (2.0-base, 2.1-base), prediction=v_prediction for"
                        + " those of 768 (2.0, 2.1), which are then drawn at that size; with the wrong one images are noise or flat.");
    }

    /**
     * Returns what a run says that names no sampler and nothing else that stands in for a value of the file; empty where it goes on.
     *
     * @param wanted what the model wants where the request leaves it open
     */
    static String problem(ModelLayout layout, ModelDefaults wanted) {
        try {
            Config options = told(layout);
            Config spaced = wanted.spacing().equals(Option.OF_THE_MODEL)
                    ? options
                    : options.with(Map.of("timestep_spacing", wanted.spacing()));
            Schedulers.sampler(spaced, wanted.sampler(), wanted.steps());
            return "";
        } catch (Refusal e) {
            return "It needs an option to draw: " + e.getMessage();
        }
    }

    private static Config piped(ModelLayout layout) {
        return Schedulers.ofPipeline(layout.config("scheduler"), layout.has("text_encoder_2"));
    }
}
