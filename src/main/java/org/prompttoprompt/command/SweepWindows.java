package org.prompttoprompt.command;

import org.prompttoprompt.ij.SweepPlot;
import org.prompttoprompt.ij.SweepTable;

/** Shows a sweep's measures: the table, and a plot where there is a curve. */
public final class SweepWindows {
    private SweepWindows() {}

    /** Opens the windows; {@code title} is that of the sweep. */
    public static void show(SweepTable sweep, String title) {
        if (hasCurve(sweep)) SweepPlot.of(sweep, title).show();
        sweep.table().show("Metrics of " + title);
    }

    /** Returns whether a parameter takes more than one value. */
    static boolean hasCurve(SweepTable sweep) {
        return sweep.series().stream().anyMatch(one -> one.x().length > 1);
    }
}
