package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Plot;
import ij.gui.PlotWindow;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.prompttoprompt.request.Option;

/** The similarity to the source over the swept parameter, a curve per value of the other one, the suggested values marked. */
public final class SweepPlot {
    private static final Color[] COLOURS = {
        new Color(0x0072b2),
        new Color(0xd55e00),
        new Color(0x009e73),
        new Color(0xcc79a7),
        new Color(0x56b4e9),
        Color.DARK_GRAY
    };
    /** Share of the range that stays free around the curves. */
    private static final double MARGIN = 0.05;
    /** More names would hide the curves. */
    private static final int MOST_NAMES = 8;

    private SweepPlot() {}

    /** Returns the plot as an image, or null where no parameter takes more than one value. */
    public static ImagePlus ofCurves(SweepTable sweep, String title) {
        boolean curve = sweep.series().stream().anyMatch(one -> one.x().length > 1);
        return curve ? of(sweep, title).getImagePlus() : null;
    }

    /** Returns whether an open image is a plot of the same curves. */
    public static boolean isOpen(ImagePlus plot) {
        Plot curves = (Plot) plot.getProperty(Plot.PROPERTY_KEY);
        int[] ids = WindowManager.getIDList();
        return ids != null
                && Arrays.stream(ids)
                        .mapToObj(WindowManager::getImage)
                        .anyMatch(image -> image != null
                                && image.getProperty(Plot.PROPERTY_KEY) instanceof Plot open
                                && same(open, curves));
    }

    /** Draws the plot in the window of an open one of the same title, whose suggestion is another; returns whether there is one. */
    public static boolean redraw(ImagePlus plot) {
        int[] ids = WindowManager.getIDList();
        if (ids == null) return false;
        for (int id : ids) {
            ImagePlus open = WindowManager.getImage(id);
            if (open == null || !open.getTitle().equals(plot.getTitle())) continue;
            if (!(open.getWindow() instanceof PlotWindow window)) continue;
            window.drawPlot((Plot) plot.getProperty(Plot.PROPERTY_KEY));
            return true;
        }
        return false;
    }

    private static boolean same(Plot one, Plot other) {
        String[] parts = one.getPlotObjectDesignations();
        if (!Arrays.equals(parts, other.getPlotObjectDesignations())) return false;
        for (int i = 0; i < parts.length; i++) {
            if (!Arrays.deepEquals(one.getDataObjectArrays(i), other.getDataObjectArrays(i))) return false;
        }
        return true;
    }

    /** Returns the plot; a sweep whose values are all intervals has an empty one. */
    public static Plot of(SweepTable sweep, String title) {
        Plot plot = new Plot("Similarity of " + title, sweep.axis(), "SSIM to the source");
        boolean ordered = !sweep.axis().equals(Option.SEED.key());
        List<SweepSeries> series = sweep.series();
        for (int i = 0; i < series.size(); i++) {
            SweepSeries one = series.get(i);
            plot.setColor(COLOURS[i % COLOURS.length], COLOURS[i % COLOURS.length]);
            plot.setLineWidth(2);
            plot.add(ordered ? "connected circles" : "circles", one.x(), one.y());
        }
        plot.setLineWidth(1);
        plot.setLimitsToFit(true);
        double[] limits = plot.getLimits();
        double besides = MARGIN * (limits[1] - limits[0]);
        double above = MARGIN * (limits[3] - limits[2]);
        plot.setLimits(limits[0] - besides, limits[1] + besides, limits[2] - above, limits[3] + above);
        for (int i = 0; i < series.size(); i++) {
            SweepSeries one = series.get(i);
            if (one.suggested() < 0) continue;
            double x = one.x()[one.suggested()];
            plot.setColor(COLOURS[i % COLOURS.length]);
            plot.drawDottedLine(x, limits[2] - above, x, one.y()[one.suggested()], 4);
        }
        plot.setColor(Color.BLACK);
        String suggestion = suggestion(sweep);
        if (!suggestion.isEmpty()) plot.addLabel(0.03, 0.08, suggestion);
        if (series.size() > 1 && series.size() <= MOST_NAMES) {
            plot.addLegend(series.stream().map(SweepSeries::name).collect(Collectors.joining("\n")), "auto");
        }
        return plot;
    }

    private static String suggestion(SweepTable sweep) {
        List<SweepSeries> marked =
                sweep.series().stream().filter(one -> one.suggested() >= 0).toList();
        if (marked.isEmpty()) return "";
        String values = marked.stream()
                .map(one -> String.valueOf(one.x()[one.suggested()]))
                .distinct()
                .limit(MOST_NAMES)
                .collect(Collectors.joining(", "));
        return (sweep.isJudged() ? "suggested " : "SSIM levels off at ") + sweep.axis() + " = " + values;
    }
}
