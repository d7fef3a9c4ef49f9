package org.prompttoprompt.command;

import ij.ImagePlus;
import ij.Macro;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.FilmStack;
import org.prompttoprompt.ij.PromptWords;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.pipeline.Film;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.WordName;
import org.prompttoprompt.request.WordValue;
import org.prompttoprompt.service.RunningTask;
import org.prompttoprompt.text.Tokens;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Shows how an image comes out of noise, step by step, with guidance and without. */
@Plugin(
        type = Command.class,
        headless = true,
        initializer = "fillDialog",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Denoising Film...", weight = 16)
        })
public final class DenoisingFilm extends EngineCommand {
    private static final String EXAMPLE = "a red ball on the grass";

    @Parameter(
            label = "Prompt",
            columns = 40,
            persist = false,
            description =
                    "Empty: the source prompt of the slice in front, with its seed and everything else of its recipe")
    private String prompt = "";

    @Parameter(
            label = "Words",
            columns = 40,
            persist = false,
            description = "Words whose attention is shown, separated by commas (empty: the clearest one)")
    private String words = "";

    @Parameter(
            label = "Guidance",
            columns = 8,
            persist = false,
            description = "Guidance scale of the first film, more than 1; the second has none (0: the model's)")
    private String guidance = "0";

    @Parameter(label = "Seed", columns = 8, persist = false, description = "Seed of the noise, for a prompt given here")
    private String seed = "42";

    @Parameter(
            label = "Steps",
            columns = 8,
            persist = false,
            description = "Sampling steps, for a prompt given here (0: the model's)")
    private String steps = "0";

    @Parameter(
            label = "Model folder",
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false,
            description = "Stable Diffusion in diffusers layout, for a prompt given here (empty: the embedded model)")
    private File model = new File("");

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus film;

    /** Begins with an example where no result is in front. */
    @Override
    public void fillDialog() {
        if (GraphicsEnvironment.isHeadless() || Macro.getOptions() != null) return;
        if (prompt.isBlank() && imageInFront().flatMap(Recipe::in).isEmpty()) prompt = EXAMPLE;
    }

    @Override
    public void settle() {
        seed = drawn(seed);
    }

    @Override
    protected void work() {
        EditRequest guided = p2p.resolve(request());
        if (guided.number(Option.GUIDANCE, 0, EditRequest.MAX_GUIDANCE) == 1)
            throw new Refusal("guidance=1 is no guidance, which the second film shows: give more, such as 3.");
        requireWords(guided);
        List<Film> films;
        try (RunningTask running = running("Denoising Film")) {
            films = List.of(
                    p2p.film(guided, half(running, 0)), p2p.film(guided.with(Option.GUIDANCE, 1), half(running, 1)));
        }
        List<Integer> chosen = words.isBlank()
                ? List.of(PromptWords.clearest(films.get(0).maps()))
                : PromptWords.named(words, films.get(0).maps());
        film = FilmStack.of(films, chosen);
    }

    private void requireWords(EditRequest request) {
        if (words.isBlank()) return;
        Tokens tokens = p2p.tokens(request, request.get(Option.PROMPT));
        for (WordName name : WordValue.names("words", words)) if (!tokens.has(name)) tokens.find(name);
    }

    /** Two films of the same length are one task. */
    private static Progress half(Progress whole, int part) {
        return (done, total, message) -> whole.goOn(done + part * total, 2 * total, message);
    }

    private EditRequest request() {
        EditRequest request = prompt.isBlank()
                ? Recipe.ofSliceInFront(activeImage()).request().ofSource()
                : EditRequest.of(Task.GENERATE)
                        .with("prompt", prompt)
                        .with("seed", seed)
                        .with("steps", steps)
                        .with("model", model);
        boolean given = !prompt.isBlank() || !guidance.strip().equals("0");
        return given ? request.with(Option.GUIDANCE, guidance) : request;
    }
}
