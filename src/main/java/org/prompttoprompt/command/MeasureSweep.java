package org.prompttoprompt.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.awt.Window;
import java.util.List;
import org.prompttoprompt.ij.SweepPlot;
import org.prompttoprompt.ij.SweepTable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Measures how far each image of the active result is from its source, and suggests a value of the swept parameter. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {@Menu(label = "Plugins"), @Menu(label = "Prompt-to-Prompt"), @Menu(label = "Metrics", weight = 14)})
public final class MeasureSweep extends MenuCommand {
    @Parameter(type = ItemIO.OUTPUT)
    private ResultsTable table;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus plot;

    private String title = "";

    @Override
    protected void work() {
        ImagePlus image = activeImage();
        SweepTable sweep = new SweepTable(image);
        table = sweep.table();
        ImagePlus curves = SweepPlot.ofCurves(sweep, image.getTitle());
        if (curves != null && !SweepPlot.isOpen(curves)) plot = curves; // the sweep itself has shown it
        title = "Metrics of " + image.getTitle();
        Tables.show(table, title);
    }

    @Override
    List<Window> otherWindows() {
        return Tables.window(title);
    }
}
