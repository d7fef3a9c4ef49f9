package org.prompttoprompt.command.metrics;

import ij.gui.Plot;
import java.awt.Color;
import java.util.Locale;

/** The similarity to the source over the swept parameter, the suggested value marked. */
final class SweepPlot {
    private SweepPlot() {}

    static Plot of(SweepTable sweep, String title) {
        Plot plot = new Plot("Similarity of " + title, sweep.axis(), "SSIM to the source");
        plot.setColor(Color.BLUE);
        plot.setLineWidth(2);
        plot.add("connected circles", sweep.x(), sweep.similarity());
        plot.setLimitsToFit(true);
        if (sweep.knee() >= 0) {
            double x = sweep.x()[sweep.knee()];
            double[] limits = plot.getLimits();
            plot.setColor(Color.RED);
            plot.setLineWidth(1);
            plot.drawDottedLine(x, limits[2], x, limits[3], 4);
            plot.addLabel(0.03, 0.1, String.format(Locale.ROOT, "suggested %s = %.3g", sweep.axis(), x));
        }
        return plot;
    }
}
