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
import org.prompttoprompt.request.FrameKey;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.SweptValue;
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
    private final Map<Option, SweptValue> constants;
    private final List<Map<Option, SweptValue>> values = new ArrayList<>();
    private final List<Double> similarity = new ArrayList<>();
    private final Optional<Option> axis;
    private final List<SweepSeries> series;

    /**
     * Measures every slice.
     *
     * @throws Refusal if no slice is a source, or none an edit, or the image is not {@link WholeImage whole}
     */
    public SweepTable(ImagePlus any) {
        WholeImage.require(any);
        ImagePlus image = Shown.of(any);
        this.image = image;
        maps = new SliceMaps(image);
        selection = selection(image);
        constants = constants(image);
        table.setNaNEmptyCells(true);
        SliceFrames frames = new SliceFrames(image);
        int[] source = null;
        for (int slice = 1; slice <= image.getStackSize(); slice++) {
            int[] pixels =
                    (int[]) image.getStack().getProcessor(slice).convertToRGB().getPixels();
            if (frames.isSource(slice)) source = pixels;
            else if (source != null && frames.has(slice)) add(slice, frames.of(slice), source, pixels);
        }
        if (table.size() == 0) {
            throw new Refusal("The image '" + image.getTitle()
                    + "' has no source and edited slices to compare:"
                    + " open a result of Word Swap..., Add Phrase... or Re-weight Words...");
        }
        axis = SweepSeries.axis(values);
        series = axis.map(option -> SweepSeries.of(option, values, similarity)).orElse(List.of());
        suggest();
    }

    private void add(int slice, FrameKey frame, int[] source, int[] pixels) {
        values.add(frame.values());
        table.addRow();
        table.addValue("Slice", slice);
        if (frame.values().isEmpty()) table.addValue("frame", frame.label());
        frame.values().forEach(this::value);
        constants.forEach((option, value) -> {
            if (!frame.values().containsKey(option)) value(option, value);
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

    private void value(Option option, SweptValue value) {
        if (value.number().isPresent())
            table.addValue(option.key(), value.number().getAsDouble());
        else table.addValue(option.key(), value.text());
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

    /** What all slices have in common, so that tables of several results can be put together. */
    private static Map<Option, SweptValue> constants(ImagePlus image) {
        Map<Option, SweptValue> constants = new LinkedHashMap<>();
        Optional<Recipe> recipe = Recipe.in(image);
        if (recipe.isEmpty()) return constants;
        EditRequest request = recipe.get().request();
        for (Option option : List.of(Option.TAU, Option.WEIGHT, Option.SEED)) {
            boolean acts = option != Option.WEIGHT || request.takesWeight();
            if (!acts || request.task() == Task.GENERATE) continue;
            List<SweptValue> all = request.sweptValues(option);
            constants.put(option, all.size() == 1 ? all.get(0) : SweptValue.of(request.get(option)));
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

    /** Returns the swept parameter's key. */
    public String axis() {
        return axis.map(Option::key).orElse("frame");
    }

    /** Returns the curves of the similarity over it. */
    public List<SweepSeries> series() {
        return series;
    }
}
