package org.prompttoprompt.command;

import java.io.File;
import org.prompttoprompt.request.Task;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Makes an image of a prompt, without an edit. */
@Plugin(
        type = Command.class,
        headless = true,
        initializer = "fillFromModel",
        menu = {@Menu(label = "Plugins"), @Menu(label = "Prompt-to-Prompt"), @Menu(label = "Generate...", weight = 1)})
public final class Generate extends EditCommand {
    @Parameter(label = "Prompt", columns = 40, persist = false, description = "What the source image shows")
    private String prompt = "a cat riding on a bicycle";

    @Parameter(
            label = "Seed",
            columns = 8,
            persist = false,
            description = "A value, a list or a range; the same seed is the same image")
    private String seed = "42";

    @Parameter(
            label = "Scheduler",
            columns = 8,
            persist = false,
            description = "Sampler: DDIM, PNDM, or as in the model's folder")
    private String scheduler = "model";

    @Parameter(label = "Steps", min = "0", persist = false, description = "Sampling steps (0: the model's)")
    private int steps = 0;

    @Parameter(
            label = "Guidance",
            min = "0",
            persist = false,
            description = "Classifier-free guidance scale (0: the model's)")
    private double guidance = 0;

    @Parameter(label = "Width", min = "0", persist = false, description = "Pixels (0: the model's)")
    private int width = 0;

    @Parameter(label = "Height", min = "0", persist = false, description = "Pixels (0: the model's)")
    private int height = 0;

    @Parameter(
            label = "Negative prompt",
            columns = 40,
            persist = false,
            description = "What the image should not show (empty: nothing)")
    private String negative = "";

    @Parameter(
            label = "Model folder",
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            callback = "fillFromModel",
            persist = false,
            description = "Stable Diffusion in diffusers layout (empty: the embedded model)")
    private File model = new File("");

    public Generate() {
        super(Task.GENERATE);
    }
}
