package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.score.Benchmark;
import org.prompttoprompt.score.ScoreRequest;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Edits the images of a benchmark in PIE-Bench's layout by several methods, and measures what came of it. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Data Sets", weight = 50),
            @Menu(label = "Score Benchmark...", weight = 52)
        })
public final class ScoreBenchmark extends EngineCommand {
    private static final String TITLE = "Scores";

    @Parameter(
            label = "Benchmark",
            style = FileWidget.DIRECTORY_STYLE,
            persist = false,
            description = "Folder in PIE-Bench's layout: mapping_file.json, the images in annotation_images")
    private File bench = new File("");

    @Parameter(
            label = "Methods",
            columns = 40,
            persist = false,
            description =
                    "Ways into an image, such as 'direct, virtual', and folders of results in output, separated by"
                            + " commas (empty: all results; without any, the model's way)")
    private String methods = "";

    @Parameter(
            label = "Write to",
            style = FileWidget.SAVE_STYLE,
            persist = false,
            description =
                    "Path of the tables, the contact sheet and the edits; a run that was interrupted is gone on with")
    private File out = new File("");

    @Parameter(
            label = "Outside of masks",
            choices = {"exact", "published"},
            persist = false,
            description = "exact: the pixels outside alone; published: as the published evaluation measures")
    private String rules = "exact";

    @Parameter(
            label = "Model",
            style = FileWidget.OPEN_STYLE,
            required = false,
            persist = false,
            description = "A Stable Diffusion model, for edits and for structure: a folder in diffusers layout or one"
                    + " .safetensors file (empty: the embedded one)")
    private File model = new File("");

    @Parameter(
            label = "LPIPS",
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false,
            description =
                    "A folder with LPIPS's weights, model.safetensors of the published program's module (empty: LPIPS is"
                            + " not measured)")
    private File lpips = new File("");

    @Parameter
    private LogService log;

    @Parameter(type = ItemIO.OUTPUT)
    private ResultsTable table;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus sheet;

    @Override
    public Map<String, String> choices(String key) {
        Map<String, String> choices = new LinkedHashMap<>();
        if (!key.equals("rules")) return choices;
        choices.put("exact", "measured exactly");
        choices.put("published", "measured as published");
        return choices;
    }

    @Override
    protected void work() {
        ScoreRequest request = new ScoreRequest()
                .with("bench", bench)
                .with("methods", methods)
                .with("out", out)
                .with("rules", rules)
                .with("lpips", lpips);
        if (!model.getPath().isBlank()) request = request.with("model", model);
        Benchmark benchmark = Benchmark.of(request);
        try (RunningTask running = running("Score Benchmark")) {
            String told = benchmark.run(engine(), running);
            if (GraphicsEnvironment.isHeadless()) log.info("\n" + told);
            else IJ.log(told);
        }
        sheet = benchmark.sheet().orElse(null);
        table = table(benchmark.table());
        Tables.show(table, TITLE);
    }

    private static ResultsTable table(String csv) {
        List<String> lines = csv.lines().toList();
        String[] heads = lines.get(0).split(",");
        ResultsTable table = new ResultsTable();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
            table.addRow();
            table.addValue(heads[0], cells[0].replace("\"", ""));
            for (int i = 1; i < heads.length; i++) table.addValue(heads[i], Double.parseDouble(cells[i]));
        }
        return table;
    }

    @Override
    List<Window> otherWindows() {
        return Tables.window(TITLE);
    }
}
