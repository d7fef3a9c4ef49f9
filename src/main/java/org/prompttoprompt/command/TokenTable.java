package org.prompttoprompt.command;

import ij.measure.ResultsTable;
import java.awt.Window;
import java.io.File;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.RunningTask;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Tokens;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Shows how the model reads prompts before anything runs: tokens, words, and which source token each target token takes. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Measure", weight = 30),
            @Menu(label = "Token Table...", weight = 33)
        })
public final class TokenTable extends EngineCommand {
    private static final String MASS = "Attention mass";

    @Parameter(
            label = "Prompt",
            columns = 40,
            persist = false,
            description = "The source prompt (empty: the prompts of the active image, as its model reads them)")
    private String prompt = "";

    @Parameter(
            label = "Edited prompt",
            columns = 40,
            persist = false,
            description =
                    "The target prompt, whose tokens are listed with their source (empty: only the source prompt)")
    private String target = "";

    @Parameter(
            label = "Attention mass",
            choices = {"no", "yes"},
            persist = false,
            description = "Draw the listed prompt and add the share of all attention that each token holds")
    private String mass = "no";

    @Parameter(
            label = "Model",
            style = FileWidget.OPEN_STYLE,
            required = false,
            persist = false,
            description =
                    "A Stable Diffusion model: a folder in diffusers layout or one .safetensors file (empty: the embedded one)")
    private File model = new File("");

    @Parameter(type = ItemIO.OUTPUT)
    private ResultsTable table;

    private String title = "";

    /** Begins with the active image's prompts; a macro that leaves them out gets the same. */
    @Override
    public void fillDialog() {
        if (prompt.isBlank())
            imageInFront().flatMap(Recipe::in).map(Recipe::request).ifPresent(this::take);
    }

    private void take(EditRequest recipe) {
        prompt = recipe.get(Option.PROMPT);
        if (target.isBlank() && recipe.task().options().contains(Option.TARGET)) target = recipe.get(Option.TARGET);
        if (model == null || model.getPath().isEmpty()) model = new File(recipe.get(Option.MODEL));
    }

    private double[] mass(EditRequest request) {
        try (RunningTask running = running("Token Table")) {
            return p2p.attention(request, false, 0, running).mass();
        }
    }

    @Override
    protected void work() {
        if (prompt.isBlank()) take(ofActiveImage());
        EditRequest request = EditRequest.of(Task.GENERATE).with("model", model);
        boolean alone = target.isBlank();
        Tokens source;
        Tokens listed;
        try (RunningTask running = running("Token Table")) {
            source = p2p.tokens(request, prompt);
            listed = alone ? source : p2p.tokens(request, target);
        }
        double[] share = null;
        if (mass.equals("yes")) share = mass(request.with("prompt", listed.prompt()));
        Alignment alignment = alone ? null : alignment(source, listed);
        table = new ResultsTable();
        for (int i = 0; i < listed.tokens().size(); i++) {
            Tokens.Token token = listed.tokens().get(i);
            table.addRow();
            table.addValue("Index", i);
            table.addValue("Id", token.id());
            table.addValue("Token", token.text());
            table.addValue("Word", word(listed, i));
            if (alignment != null) addSource(source, alignment.sources(i));
            if (share != null) table.addValue(MASS, share[i]);
            table.addValue("Read", "yes");
        }
        for (Tokens.Word word : listed.words()) {
            if (!word.cut()) continue;
            table.addRow();
            table.addValue("Word", word.text());
            table.addValue("Read", "no: too long");
        }
        setDecimalPlaces();
        title = "Tokens of " + listed.prompt();
        Tables.show(table, title);
        setDecimalPlaces(); // as the results table it has lost them
    }

    @Override
    List<Window> otherWindows() {
        return Tables.window(title);
    }

    private void setDecimalPlaces() {
        table.setDecimalPlaces(table.getColumnIndex("Index"), 0);
        table.setDecimalPlaces(table.getColumnIndex("Id"), 0);
        if (table.columnExists(MASS)) table.setDecimalPlaces(table.getColumnIndex(MASS), 4);
    }

    private EditRequest ofActiveImage() {
        try {
            return Recipe.of(activeImage()).request();
        } catch (Refusal e) {
            throw new Refusal("prompt is empty: write what the source image shows. " + e.getMessage());
        }
    }

    private static Alignment alignment(Tokens source, Tokens target) {
        return source.words().size() == target.words().size()
                ? Alignment.swap(source, target, Alignment.Mode.ALIGNED)
                : Alignment.refine(source, target, Alignment.Mode.ALIGNED);
    }

    private void addSource(Tokens source, List<Integer> from) {
        List<Integer> shown =
                from.stream().filter(i -> i < source.tokens().size()).toList();
        table.addValue(
                "Source index",
                String.join(" ", shown.stream().map(String::valueOf).toList()));
        table.addValue(
                "Source token",
                from.isEmpty()
                        ? "(new)"
                        : String.join(
                                " ",
                                shown.stream()
                                        .map(i -> source.tokens().get(i).text())
                                        .toList()));
    }

    private static String word(Tokens tokens, int index) {
        return tokens.words().stream()
                .filter(word -> word.tokens().contains(index))
                .map(Tokens.Word::text)
                .findFirst()
                .orElse("");
    }
}
