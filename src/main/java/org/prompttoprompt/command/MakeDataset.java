package org.prompttoprompt.command;

import ij.IJ;
import ij.gui.YesNoCancelDialog;
import ij.measure.ResultsTable;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.batch.DatasetMaker;
import org.prompttoprompt.batch.DatasetRequest;
import org.prompttoprompt.batch.Table;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Makes a labelled data set out of a table with a row for each request. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Data Sets", weight = 50),
            @Menu(label = "Make Dataset...", weight = 51)
        })
public final class MakeDataset extends EngineCommand {
    private static final String ADVANCED = "Advanced";

    @Parameter(
            label = "Table",
            required = false,
            persist = false,
            description = "CSV, TSV or JSON Lines with a row for each request (empty: the results table in front)")
    private File table = new File("");

    @Parameter(
            label = "Folder",
            style = FileWidget.DIRECTORY_STYLE,
            persist = false,
            description = "Folder of the data set; one that an interrupted run left is gone on with")
    private File folder = new File("");

    @Parameter(
            label = "Layout",
            choices = {"folders", "stardist", "cellpose", "coco", "yolo", "omezarr", "pairs", "webdataset"},
            persist = false,
            description = "How the files are laid out")
    private String layout = "folders";

    @Parameter(
            label = "Labels",
            choices = {"none", "words", "instances"},
            persist = false,
            description = "Labels of rows that do not say it")
    private String labels = "none";

    @Parameter(
            label = "Preview only",
            choices = {"no", "yes"},
            persist = false,
            description = "Tells what it comes to, and draws nothing")
    private String preview = "no";

    @Parameter(
            label = "Pixels",
            choices = {"auto", "rgb", "grey8", "grey16"},
            persist = false,
            attrs = @Attr(name = SECTION, value = ADVANCED),
            description = "Type of the images; auto: colours, or the type of an image that is edited")
    private String pixels = "auto";

    @Parameter(
            label = "Train, validation, test",
            persist = false,
            attrs = @Attr(name = SECTION, value = ADVANCED),
            description = "Shares of the sources, by hash: an edit stands where its source does")
    private String split = "0.8, 0.1, 0.1";

    @Parameter(
            label = "Least agreement",
            columns = EditCommand.NARROW,
            persist = false,
            attrs = @Attr(name = SECTION, value = ADVANCED),
            description = "Edits whose attention agrees less with their source's are rejected, 0 to 1 (0: none)")
    private String agreement = "0";

    @Parameter(
            label = "Least likeness outside",
            columns = EditCommand.NARROW,
            persist = false,
            attrs = @Attr(name = SECTION, value = ADVANCED),
            description =
                    "Edits less like their source (SSIM) outside of the changed words are rejected, 0 to 1 (0: none)")
    private String likeness = "0";

    @Parameter(
            label = "Judge edits",
            choices = {"no", "yes"},
            persist = false,
            attrs = @Attr(name = SECTION, value = ADVANCED),
            description =
                    "Edits that the model itself does not see are rejected, for 16 network rows each, 24 where guidance is distilled")
    private String judge = "no";

    @Parameter(
            label = "Duplicates",
            columns = EditCommand.NARROW,
            persist = false,
            attrs = @Attr(name = SECTION, value = ADVANCED),
            description = "No, or in how many of 192 bits of their looks two images differ at most to be one, 0 to 64")
    private String duplicates = "no";

    @Parameter(
            label = "Balance",
            columns = EditCommand.NARROW,
            persist = false,
            attrs = @Attr(name = SECTION, value = ADVANCED),
            description = "No, or how many times as many training images a thing may be in as the rarest, 1 to 1000")
    private String balance = "no";

    @Parameter
    private LogService log;

    @Parameter(type = ItemIO.OUTPUT)
    private String report;

    private boolean byDialog;

    @Override
    public void fillDialog() {
        byDialog = true;
    }

    @Override
    protected void work() {
        DatasetMaker maker = DatasetMaker.of(request(), MakeDataset::tableInFront);
        try (RunningTask running = running("Make Dataset").keeping()) {
            String plan = maker.plan(engine(), running).toString(maker.seconds(engine(), running));
            tell(plan);
            if (maker.previews()) report = plan;
            else if (begins(plan)) report = maker.make(engine(), running);
            else throw new CancellationException("Not begun");
        }
        if (!maker.previews()) tell(report);
    }

    private DatasetRequest request() {
        return new DatasetRequest()
                .with("table", table)
                .with("folder", folder)
                .with("layout", layout)
                .with("labels", labels)
                .with("pixels", pixels)
                .with("split", split)
                .with("agreement", agreement)
                .with("likeness", likeness)
                .with("judge", judge)
                .with("duplicates", duplicates)
                .with("balance", balance)
                .with("preview", preview);
    }

    private static Table tableInFront() {
        ResultsTable results = ResultsTable.getActiveTable();
        if (results == null) results = ResultsTable.getResultsTable();
        if (results == null || results.size() == 0)
            throw new Refusal(
                    "table is empty and no results table is open: name a file, such as table=/data/cells.csv.");
        String name = results.getTitle() == null ? "Results" : results.getTitle();
        return Table.of(results, name, Path.of(System.getProperty("user.dir")));
    }

    private void tell(String text) {
        if (GraphicsEnvironment.isHeadless()) log.info("\n" + text);
        else IJ.log(text);
    }

    /** Who asked by the dialog sees what it comes to before it begins. */
    private boolean begins(String plan) {
        if (!byDialog || GraphicsEnvironment.isHeadless()) return true;
        YesNoCancelDialog question = new YesNoCancelDialog(IJ.getInstance(), "Make Dataset", plan, "Make it", "Do not");
        return question.yesPressed();
    }
}
