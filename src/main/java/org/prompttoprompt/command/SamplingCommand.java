package org.prompttoprompt.command;

import java.io.File;
import java.util.Map;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;

/** A command that draws by a seed, with a model, in some steps, and leaves all else to the model. */
abstract class SamplingCommand extends EngineCommand {
    @Parameter(
            label = "Seed",
            columns = EditCommand.NARROW,
            persist = false,
            description = "Seed of the noise; where several images can be made, a list or a range makes one for each")
    private String seed = Option.SEED.defaultValue();

    @Parameter(
            label = "Model",
            style = FileWidget.OPEN_STYLE,
            required = false,
            persist = false,
            description =
                    "A Stable Diffusion model: a folder in diffusers layout or one .safetensors file (empty: the embedded one)")
    private File model = new File(Option.MODEL.defaultValue());

    @Parameter(
            label = "Steps",
            columns = EditCommand.NARROW,
            attrs = @Attr(name = SECTION, value = "More"),
            persist = false,
            description = "Sampling steps (0: the model's)")
    private String steps = Option.STEPS.defaultValue();

    @Override
    public void settle() {
        seed = drawn(seed);
    }

    @Override
    public Map<String, String> standsFor() {
        return numbersOf(Option.STEPS);
    }

    /** Returns the numbers of the model that inputs leave to it, by their keys. */
    Map<String, String> numbersOf(Option... left) {
        return numbersOf(model, left);
    }

    /** Returns a request by this seed, these steps and this model. */
    EditRequest sampled(EditRequest request) {
        return request.with(Option.SEED, seed).with(Option.STEPS, steps).with(Option.MODEL, model);
    }

    /**
     * Throws a Refusal if a seed, a model or steps are given, where they are not looked at because the prompt is that of the image in front.
     */
    void requireNoneGiven() {
        NamedWords.requireUnused("seed", seed, Option.SEED.defaultValue());
        NamedWords.requireUnused("steps", steps, Option.STEPS.defaultValue());
        NamedWords.requireUnused("model", model.getPath(), Option.MODEL.defaultValue());
    }
}
