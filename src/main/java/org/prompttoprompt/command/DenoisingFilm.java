package org.prompttoprompt.command;

import ij.ImagePlus;
import ij.Macro;
import java.awt.GraphicsEnvironment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.NegativePrompt;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows how an image comes out of noise, step by step, with guidance and without. */
@Plugin(
        type = Command.class,
        headless = true,
        initializer = "fillDialog",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Sweeps and Films", weight = 20),
            @Menu(label = DenoisingFilm.NAME, weight = 23)
        })
public final class DenoisingFilm extends GivenPromptCommand {
    /** The command in the menu. */
    public static final String NAME = "Denoising Film...";

    private static final String EXAMPLE = "a red ball on the grass";
    private static final String GUIDANCE = "guidance";
    private static final String EDIT = "edit";

    @Parameter(
            label = "Words",
            columns = 40,
            persist = false,
            description = "Words whose attention is shown, separated by commas (empty: the clearest one)")
    private String words = "";

    @Parameter(
            label = "Compare",
            choices = {GUIDANCE, EDIT},
            persist = false,
            description =
                    "What stands side by side: the same with guidance and without, or the edit in front and its source")
    private String compare = GUIDANCE;

    @Parameter(
            label = "Guidance (factor)",
            columns = 8,
            attrs = @Attr(name = SECTION, value = "More"),
            persist = false,
            description =
                    "Guidance scale, of the first film where the second has none; not 1 then (0: the model's, 2 where that is none)")
    private String guidance = "0";

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus film;

    @Override
    public Map<String, String> choices(String key) {
        if (!key.equals("compare")) return Map.of();
        Map<String, String> choices = new LinkedHashMap<>();
        choices.put(GUIDANCE, "with guidance and without");
        choices.put(EDIT, "the edit and its source");
        return choices;
    }

    /** Begins with an example where no result is in front. */
    @Override
    public void fillDialog() {
        if (GraphicsEnvironment.isHeadless() || Macro.getOptions() != null) return;
        if (prompt.isBlank() && imageInFront().flatMap(Recipe::in).isEmpty()) prompt = EXAMPLE;
    }

    @Override
    public Map<String, String> standsFor() {
        Map<String, String> numbers = numbersOf(Option.STEPS, Option.GUIDANCE);
        numbers.replace(GUIDANCE, "1", String.valueOf(NegativePrompt.GUIDANCE));
        return numbers;
    }

    @Override
    protected void work() {
        EditRequest request = request();
        try (RunningTask running = running(NAME.replace("...", ""))) {
            Films films = new Films(p2p);
            film = compare.equals(EDIT) ? films.ofEdit(request, running) : films.ofGuidance(request, words, running);
        }
    }

    @Override
    EditRequest request() {
        if (compare.equals(EDIT)) requireOfSlice();
        EditRequest request = super.request();
        boolean given = !prompt.isBlank() || !guidance.strip().equals("0");
        if (!given) return request;
        EditRequest asked = request.with(Option.GUIDANCE, guidance);
        if (compare.equals(GUIDANCE) && !Films.isGuided(asked))
            throw new Refusal(
                    "guidance=" + guidance + " is no guidance, which the second film shows: give more, such as "
                            + NegativePrompt.GUIDANCE + ".");
        return asked;
    }

    /** Of a source slice the first edit of its seed, if an edit is wanted. */
    @Override
    EditRequest ofImage() {
        Recipe recipe = Recipe.of(activeImage());
        Recipe slice = Recipe.ofSliceInFront(activeImage());
        boolean source = compare.equals(EDIT)
                && slice.request().task() != recipe.request().task();
        return source ? recipe.request().with(Option.SEED, slice.request().get(Option.SEED)) : slice.request();
    }

    private void requireOfSlice() {
        if (!prompt.isBlank())
            throw new Refusal(
                    "prompt=" + prompt
                            + ": compare=edit films the edit of the image in front. Leave prompt empty, or take compare=guidance.");
        if (!words.isBlank())
            throw new Refusal("words=" + words
                    + ": compare=edit shows no attention. Leave words empty, or take compare=guidance.");
    }
}
