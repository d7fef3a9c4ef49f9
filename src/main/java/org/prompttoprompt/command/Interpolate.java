package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Movie;
import org.prompttoprompt.pipeline.Interpolation;
import org.prompttoprompt.request.InterpolationRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Makes a film from one prompt to another, or from one weight to another, in equal steps as the model sees them. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Sweeps and Films", weight = 20),
            @Menu(label = InterpolationRequest.COMMAND, weight = 22)
        })
public final class Interpolate extends EngineCommand {
    private static final String MORE = "More";
    private static final String EXAMPLE = "a blue cube on the grass";

    @Parameter(label = "Prompt", columns = 40, persist = false, description = "What the first frame shows")
    private String prompt = "a red ball on the grass";

    @Parameter(
            label = "Edited prompt",
            columns = 40,
            persist = false,
            description = "What the last frame shows; empty for by=weight")
    private String target = EXAMPLE;

    @Parameter(
            label = "Change",
            choices = {"embedding", "tau", "weight"},
            persist = false,
            description =
                    "What changes from frame to frame: the text between the prompts, how long the source's layout is kept (tau,"
                            + " softly), or the weight of words")
    private String by = "embedding";

    @Parameter(
            label = "Words to weight",
            columns = 40,
            persist = false,
            description = "Words of the prompt, for by=weight: 'fluffy'")
    private String words = "";

    @Parameter(label = "Frames", columns = 8, persist = false, description = "How many images the film has, 2 to 200")
    private String frames = "24";

    @Parameter(label = "Seed", columns = 8, persist = false, description = "Seed of the noise")
    private String seed = Option.SEED.defaultValue();

    @Parameter(
            label = "Model",
            style = FileWidget.OPEN_STYLE,
            required = false,
            persist = false,
            description = "A Stable Diffusion model: a folder in diffusers layout or one .safetensors file (empty: the"
                    + " embedded one)")
    private File model = new File("");

    @Parameter(
            label = "First value",
            columns = 8,
            attrs = @Attr(name = SECTION, value = MORE),
            persist = false,
            description = "Of the first frame (auto: text 0, tau 1, weight -2)")
    private String first = "auto";

    @Parameter(
            label = "Last value",
            columns = 8,
            attrs = @Attr(name = SECTION, value = MORE),
            persist = false,
            description = "Of the last frame (auto: text 1, tau 0, weight 2)")
    private String last = "auto";

    @Parameter(
            label = "Equal steps",
            choices = {"yes", "no"},
            attrs = @Attr(name = SECTION, value = MORE),
            persist = false,
            description = "yes: neighbours are equally far apart as the model sees them; no: the values are")
    private String even = "yes";

    @Parameter(
            label = "Images to draw",
            columns = 8,
            attrs = @Attr(name = SECTION, value = MORE),
            persist = false,
            description = "The most images that are drawn, of which the frames are chosen (0: three for each frame)")
    private String budget = "0";

    @Parameter(
            label = "Rate (frames/s)",
            columns = 8,
            attrs = @Attr(name = SECTION, value = MORE),
            persist = false,
            description = "Frames in a second, as the film is played and saved")
    private String rate = "12";

    @Parameter(
            label = "Texts meet",
            choices = {"linear", "slerp"},
            attrs = @Attr(name = SECTION, value = MORE),
            persist = false,
            description = "For by=embedding: on a straight line, or on an arc on which no length is lost (slerp)")
    private String mixing = Option.MIXING.defaultValue();

    @Parameter(
            label = "Steps",
            columns = 8,
            attrs = @Attr(name = SECTION, value = MORE),
            persist = false,
            description = "Sampling steps (0: the model's)")
    private String steps = Option.STEPS.defaultValue();

    @Parameter(
            label = "Guidance (factor)",
            columns = 8,
            attrs = @Attr(name = SECTION, value = MORE),
            persist = false,
            description = "How strictly the prompt is followed (0: the model's)")
    private String guidance = Option.GUIDANCE.defaultValue();

    @Parameter(
            label = "Not in the image",
            columns = 40,
            attrs = @Attr(name = SECTION, value = MORE),
            persist = false,
            description = "Negative prompt: what the images should not show")
    private String negative = Option.NEGATIVE.defaultValue();

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus film;

    @Override
    public Map<String, String> choices(String key) {
        Map<String, String> choices = new LinkedHashMap<>();
        if (key.equals("by")) {
            choices.put("embedding", "the text between the prompts");
            choices.put("tau", "how long the layout is kept (tau)");
            choices.put("weight", "the weight of words");
        } else if (key.equals("mixing")) {
            choices.put("linear", "on a straight line");
            choices.put("slerp", "on an arc (slerp)");
        }
        return choices;
    }

    @Override
    public Map<String, String> standsFor() {
        return numbersOf(model, Option.STEPS, Option.GUIDANCE);
    }

    /** The cost, before anything is loaded. */
    @Override
    public String says(Map<String, String> typed) {
        try {
            InterpolationRequest asked = request();
            for (Map.Entry<String, String> value : typed.entrySet())
                if (asked.values().containsKey(value.getKey())) asked = asked.with(value.getKey(), value.getValue());
            return Interpolation.plan(asked);
        } catch (Refusal e) {
            return e.getMessage().lines().findFirst().orElse("");
        }
    }

    @Override
    public void settle() {
        seed = drawn(seed);
    }

    private InterpolationRequest request() {
        InterpolationRequest asked = new InterpolationRequest()
                .with("by", by)
                .with("first", first)
                .with("last", last)
                .with("frames", frames)
                .with("even", even)
                .with("budget", budget)
                .with("rate", rate)
                .with("prompt", prompt)
                .with("target", by.equals("weight") && target.equals(EXAMPLE) ? "" : target)
                .with("seed", seed)
                .with("steps", steps)
                .with("guidance", guidance)
                .with("negative", negative);
        if (!model.getPath().isBlank()) asked = asked.with("model", model);
        // What does not act is refused.
        boolean texts = !by.equals("weight") || !mixing.equals(Option.MIXING.defaultValue());
        if (texts) asked = asked.with("mixing", mixing);
        return by.equals("weight") || !words.isBlank() ? asked.with("words", words) : asked;
    }

    @Override
    protected void work() {
        InterpolationRequest asked = request();
        IJ.log("Interpolate: " + Interpolation.plan(asked));
        Interpolation made;
        try (RunningTask running = running("Interpolate")) {
            made = p2p.lend(asked.edit(), running, facade -> Interpolation.of(facade, asked, running));
        }
        film = Movie.of(made, asked.rate());
        IJ.log("Interpolate: " + made.told());
    }
}
