package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.metrics.Mse;
import org.prompttoprompt.metrics.Ssim;
import org.prompttoprompt.pipeline.MapSummary;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * A row for each edited image of a result: its values, how far it is from the source before it, and how far its attention
 * agrees with that source's. The error is split into inside and outside of a selection on the image, or else of the region in
 * which the changed words act, if the image remembers it.
 */
public final class SweepTable {
    /** The column of the swept parameter's suggested value. */
    public static final String SUGGESTED = "Suggested";

    private final ResultsTable table = new ResultsTable();
    private final ImagePlus image;
    private final SliceMaps maps;
    private final boolean[] selection;
    private final Map<String, String> constants;
    private final List<Map<String, String>> values = new ArrayList<>();
    private final List<Double> similarity = new ArrayList<>();
    private final String axis;
    private final List<SweepSeries> series;

    /**
     * Measures every slice.
     *
     * @throws Refusal if no slice is a source, or none an edit, or the image is not {@link WholeImage whole}
     */
    public SweepTable(ImagePlus image) {
        WholeImage.require(image);
        this.image = image;
        maps = new SliceMaps(image);
        selection = selection(image);
        constants = constants(image);
        table.setNaNEmptyCells(true);
        int[] source = null;
        for (int slice = 1; slice <= image.getStackSize(); slice++) {
            String label = image.getStack().getSliceLabel(slice);
            int[] pixels =
                    (int[]) image.getStack().getProcessor(slice).convertToRGB().getPixels();
            if (Recipe.isSource(label)) source = pixels;
            else if (source != null && label != null) add(slice, label, source, pixels);
        }
        if (table.size() == 0) {
            throw new Refusal(
                    "The image '" + image.getTitle()
                            + "' has no source and edited slices to compare: open a result of Word Swap..., Add Phrase... or Re-weight Words...");
        }
        axis = SweepSeries.axis(values);
        series = SweepSeries.of(axis, values, similarity);
        suggest();
    }

    private void add(int slice, String label, int[] source, int[] pixels) {
        Map<String, String> own = values(label);
        values.add(own);
        table.addRow();
        table.addValue("Slice", slice);
        own.forEach(this::value);
        constants.forEach((key, value) -> {
            if (!own.containsKey(key)) value(key, value);
        });
        similarity.add(measure("", source, pixels, i -> true));
        MapSummary map = maps.of(slice);
        boolean[] inside = selection != null
                ? selection
                : map.masks().isEmpty() ? null : map.masks().get(0).atSize(image.getWidth(), image.getHeight());
        if (inside != null) {
            measure(" inside", source, pixels, i -> inside[i]);
            measure(" outside", source, pixels, i -> !inside[i]);
        }
        if (!map.agreement().isEmpty())
            table.addValue("Map agreement", map.agreement().get(0));
    }

    private void value(String key, String text) {
        Double number = SweepSeries.number(text);
        if (number != null) table.addValue(key, number);
        else table.addValue(key, text); // an interval
    }

    /** Adds three columns and returns the similarity. */
    private double measure(String where, int[] source, int[] pixels, IntPredicate chosen) {
        double mse = Mse.of(source, pixels, chosen);
        double ssim = Ssim.of(source, pixels, image.getWidth(), chosen);
        table.addValue("MSE" + where, mse);
        table.addValue("PSNR" + where, Mse.psnr(mse));
        table.addValue("SSIM" + where, ssim);
        return ssim;
    }

    private static Map<String, String> values(String label) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : label.split(" ")) {
            int at = part.indexOf('=');
            if (at > 0) values.put(part.substring(0, at), part.substring(at + 1));
        }
        if (values.isEmpty()) values.put("frame", label);
        return values;
    }

    /** What all slices have in common, so that tables of several results can be put together. */
    private static Map<String, String> constants(ImagePlus image) {
        Map<String, String> constants = new LinkedHashMap<>();
        Optional<Recipe> recipe = Recipe.in(image);
        if (recipe.isEmpty()) return constants;
        EditRequest request = recipe.get().request();
        for (Option option : List.of(Option.TAU, Option.WEIGHT, Option.SEED)) {
            boolean acts = option != Option.WEIGHT || request.takesWeight();
            if (acts && request.task() != Task.GENERATE) constants.put(option.key(), request.get(option));
        }
        return constants;
    }

    private static boolean[] selection(ImagePlus image) {
        Roi roi = image.getRoi();
        if (roi == null || !roi.isArea()) return null;
        boolean[] inside = new boolean[image.getWidth() * image.getHeight()];
        ImageProcessor mask = image.createRoiMask();
        for (int i = 0; i < inside.length; i++) inside[i] = mask.get(i) != 0;
        return inside;
    }

    private void suggest() {
        for (SweepSeries one : series) {
            if (one.knee() < 0) continue;
            for (int i = 0; i < one.rows().size(); i++) {
                table.setValue(SUGGESTED, one.rows().get(i), i == one.knee() ? "<- knee of SSIM" : "");
            }
        }
    }

    /** Returns the table, ready to be shown. */
    public ResultsTable table() {
        return table;
    }

    /** Returns the swept parameter. */
    public String axis() {
        return axis;
    }

    /** Returns the curves of the similarity over it. */
    public List<SweepSeries> series() {
        return series;
    }
}
