package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.awt.Window;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.ij.SliceJudge;
import org.prompttoprompt.ij.SliceScores;
import org.prompttoprompt.ij.SweepPlot;
import org.prompttoprompt.ij.SweepTable;
import org.prompttoprompt.request.Values;
import org.prompttoprompt.service.RunningTask;
import org.prompttoprompt.service.SweepClip;
import org.prompttoprompt.service.SweepJudge;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Measures how far each image of the active result is from its source, and suggests a value of the swept parameter. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Measure", weight = 30),
            @Menu(label = "Metrics", weight = 31)
        })
public class MeasureSweep extends EngineCommand {
    @Parameter(
            label = "Judge",
            visibility = ItemVisibility.INVISIBLE,
            required = false,
            persist = false,
            description =
                    "For scripts and --run: no leaves out whether the edit has happened, which takes 16 network rows an image, 24 where guidance is distilled")
    private String judge = "yes";

    @Parameter(type = ItemIO.OUTPUT)
    private ResultsTable table;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus plot;

    private String title = "";

    @Override
    protected void work() {
        ImagePlus image = activeImage();
        SweepTable sweep = measured(image);
        table = sweep.table();
        if (!sweep.note().isEmpty()) IJ.log(sweep.note());
        ImagePlus curves = SweepPlot.ofCurves(sweep, image.getTitle());
        // The sweep itself has shown it, perhaps with another suggestion.
        if (curves != null && !SweepPlot.isOpen(curves) && !SweepPlot.redraw(curves)) plot = curves;
        title = "Metrics of " + image.getTitle();
        Tables.show(table, title);
    }

    /** Returns the folder of a CLIP model that is asked besides. */
    Optional<Path> clip() {
        return Optional.empty();
    }

    private SweepTable measured(ImagePlus image) {
        Optional<Path> clip = clip();
        if (clip.isEmpty()
                && Values.choice("judge", judge, List.of("yes", "no")).equals("no")) return new SweepTable(image);
        try (RunningTask running = running("Metrics")) {
            SweepJudge asked = new SweepJudge(p2p, running);
            boolean judges = Values.choice("judge", judge, List.of("yes", "no")).equals("yes");
            SliceScores scores = clip.<SliceScores>map(folder -> new SweepClip(p2p, folder, running))
                    .orElse(SliceScores.NONE);
            SweepTable sweep = new SweepTable(image, judges ? asked : SliceJudge.NONE, scores);
            if (!asked.why().isEmpty()) IJ.log(asked.why());
            return sweep;
        }
    }

    @Override
    List<Window> otherWindows() {
        return Tables.window(title);
    }
}
