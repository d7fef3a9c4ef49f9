package org.prompttoprompt.command;

import java.io.File;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;

/** A command that draws a prompt which it is given, or what the recipe of the slice in front says. */
abstract class GivenPromptCommand extends EngineCommand {
    /** What the input of the prompt means. */
    static final String PROMPT =
            "Empty: the source prompt of the slice in front, with its seed and everything else of its recipe";

    @Parameter(label = "Seed", columns = 8, persist = false, description = "Seed of the noise, for a prompt given here")
    private String seed = Option.SEED.defaultValue();

    @Parameter(
            label = "Model",
            style = FileWidget.OPEN_STYLE,
            required = false,
            persist = false,
            description =
                    "A Stable Diffusion model, for a prompt given here: a folder in diffusers layout or one .safetensors file"
                            + " (empty: the embedded one)")
    private File model = new File(Option.MODEL.defaultValue());

    @Parameter(
            label = "Steps",
            columns = 8,
            attrs = @Attr(name = SECTION, value = "More"),
            persist = false,
            description = "Sampling steps, for a prompt given here (0: the model's)")
    private String steps = Option.STEPS.defaultValue();

    /** Returns the model that is given. */
    File model() {
        return model;
    }

    @Override
    public void settle() {
        seed = drawn(seed);
    }

    /** Returns the request of a prompt, or where it is blank that of the image in front. */
    EditRequest request(String prompt) {
        if (prompt.isBlank()) {
            NamedWords.requireUnused("seed", seed, Option.SEED.defaultValue());
            NamedWords.requireUnused("steps", steps, Option.STEPS.defaultValue());
            NamedWords.requireUnused("model", model.getPath(), Option.MODEL.defaultValue());
            return ofImage();
        }
        return EditRequest.of(Task.GENERATE)
                .with("prompt", prompt)
                .with("seed", seed)
                .with("steps", steps)
                .with("model", model);
    }

    /** Returns the request of the slice in front. */
    EditRequest ofImage() {
        return Recipe.ofSliceInFront(activeImage()).request();
    }
}
