package org.prompttoprompt.command;

import java.io.File;
import org.prompttoprompt.request.Task;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Strengthens, weakens or reverses words' attention (Hertz et al. 2022, section 3.2). */
@Plugin(
        type = Command.class,
        headless = true,
        initializer = "fillFromModel",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Re-weight Words...", weight = 4)
        })
public final class ReweightWords extends EditCommand {
    @Parameter(label = "Prompt", columns = 40, persist = false, description = "What the source image shows")
    private String prompt = "a blossom tree";

    @Parameter(
            label = "Words",
            columns = 40,
            persist = false,
            description = "Words to re-weight: 'fluffy' takes the weight below, 'red -1' has its own")
    private String words = "blossom";

    @Parameter(
            label = "Weight",
            columns = 8,
            persist = false,
            description =
                    "Factor c of these words' attention: a value, a list (-1, 2) or a range (-2:1:2); 1 changes nothing")
    private String weight = "-2:1:2";

    @Parameter(
            label = "Seed",
            columns = 8,
            persist = false,
            description = "A value, a list or a range; the same seed is the same image")
    private String seed = "42";

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
            label = "Tau per word",
            columns = 40,
            persist = false,
            description = "Words with a tau of their own: 'blossom 0.4, tree 0.2-0.6'")
    private String windows = "";

    @Parameter(
            label = "Tau",
            columns = 8,
            persist = false,
            description =
                    "Share of the steps in which the weights act: a value, a list, a range (0:0.1:1) or an interval (0.2-0.8)")
    private String tau = "model";

    @Parameter(
            label = "Renormalise",
            choices = {"model", "yes", "no"},
            persist = false,
            description = "Divide each edited row by its sum")
    private String renormalise = "model";

    @Parameter(
            label = "Change only",
            columns = 8,
            persist = false,
            description = "Local blend: words whose region may change (empty: everywhere)")
    private String blend = "";

    @Parameter(
            label = "Keep",
            columns = 8,
            persist = false,
            description = "Local blend: words whose region must not change; needs words in 'Change only'")
    private String keep = "";

    @Parameter(
            label = "Blend threshold",
            min = "0",
            max = "1",
            stepSize = "0.05",
            persist = false,
            description = "Share of the strongest attention above which a pixel belongs to a word")
    private double threshold = 0.3;

    @Parameter(
            label = "Blend from",
            min = "0",
            max = "1",
            stepSize = "0.05",
            persist = false,
            description = "Share of the steps before the local blend begins")
    private double blendfrom = 0.2;

    @Parameter(
            label = "Self-attention",
            columns = 8,
            persist = false,
            description = "Share of the steps with the source's self-attention, or as the model asks")
    private String selfattention = "model";

    @Parameter(
            label = "... up to side",
            min = "0",
            persist = false,
            description =
                    "Largest map side at which self-attention is replaced (0: the model's, else a quarter of the latent)")
    private int selfresolution = 0;

    @Parameter(
            label = "Features",
            columns = 8,
            persist = false,
            description = "Share of the steps with the source's residual features (plug-and-play)")
    private String injection = "0";

    @Parameter(
            label = "Queries and keys",
            columns = 8,
            persist = false,
            description = "Share of the steps with the source's self-attention queries and keys (plug-and-play)")
    private String queries = "0";

    @Parameter(
            label = "Scheduler",
            columns = 8,
            persist = false,
            description = "Sampler: DDIM, PNDM, or as in the model's folder")
    private String scheduler = "model";

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

    public ReweightWords() {
        super(Task.REWEIGHT);
    }
}
