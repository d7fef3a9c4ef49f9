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
    /** The column of what the model says: below 0 the edit is seen. */
    public static final String JUDGED = "Judged";

    private final ResultsTable table = new ResultsTable();
    private final ImagePlus image;
    private final SliceMaps maps;
    private final boolean[] selection;
    private final Map<Option, SweptValue> constants;
    private final List<Map<Option, SweptValue>> values = new ArrayList<>();
    private final List<Double> similarity = new ArrayList<>();
    private final List<Integer> slices = new ArrayList<>();
    private final List<Double> judged;
    private final Optional<Option> axis;
    private final List<SweepSeries> series;

    /**
     * Measures every slice.
     *
     * @throws Refusal if no slice is a source, or none an edit, or the image is not {@link WholeImage whole}
     */
    public SweepTable(ImagePlus any) {
        this(any, SliceJudge.NONE);
    }

    /**
     * Measures every slice, and has it judged.
     *
     * @throws Refusal likewise
     */
    public SweepTable(ImagePlus any, SliceJudge judge) {
        this(any, judge, SliceScores.NONE);
    }

    /**
     * Measures every slice, has it judged, and scored besides.
     *
     * @throws Refusal likewise
     */
    public SweepTable(ImagePlus any, SliceJudge judge, SliceScores scores) {
        WholeImage.require(any);
        ImagePlus image = Shown.of(any);
        this.image = image;
        maps = new SliceMaps(image);
        selection = selection(image);
        constants = constants(image);
        table.setNaNEmptyCells(true);
        SliceFrames frames = new SliceFrames(image);
        int[] source = null;
        int sourceSlice = 0;
        List<Integer> sources = new ArrayList<>();
        for (int slice = 1; slice <= image.getStackSize(); slice++) {
            int[] pixels =
                    (int[]) image.getStack().getProcessor(slice).convertToRGB().getPixels();
            if (frames.isSource(slice)) {
                source = pixels;
                sourceSlice = slice;
            } else if (source != null && frames.has(slice)) {
                add(slice, frames.of(slice), source, pixels);
                sources.add(sourceSlice);
            }
        }
        if (table.size() == 0) {
            throw new Refusal("The image '" + image.getTitle()
                    + "' has no source and edited slices to compare:"
                    + " open a result of Word Swap..., Add Phrase... or Re-weight Words...");
        }
        List<Double> told = judge.of(any, slices);
        judged = told.stream().anyMatch(Double::isFinite) ? told : List.of();
        for (int row = 0; row < judged.size(); row++) table.setValue(JUDGED, row, judged.get(row));
        scores.of(any, slices, sources).forEach((column, each) -> {
            for (int row = 0; row < each.size(); row++) table.setValue(column, row, each.get(row));
        });
        axis = SweepSeries.axis(values);
        series = axis.map(option -> SweepSeries.of(option, values, similarity, judged))
                .orElse(List.of());
        suggest();
    }

    private void add(int slice, FrameKey frame, int[] source, int[] pixels) {
        values.add(frame.values());
        slices.add(slice);
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
        // Numbers to be published are exact: a table of others says so.
        String speed = request.get(Option.SPEED);
        if (!speed.equals(Option.SPEED.defaultValue())) constants.put(Option.SPEED, SweptValue.of(speed));
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
            for (int i = 0; i < one.rows().size(); i++) {
                if (one.suggested() >= 0)
                    table.setValue(SUGGESTED, one.rows().get(i), i == one.suggested() ? mark() : "");
                else if (!seen(one)) table.setValue(SUGGESTED, one.rows().get(i), "the edit is not seen");
            }
        }
    }

    private String mark() {
        return judged.isEmpty() ? "<- knee of SSIM" : "<- most like the source with the edit seen";
    }

    private boolean seen(SweepSeries one) {
        return judged.isEmpty() || one.rows().stream().anyMatch(row -> judged.get(row) < 0);
    }

    /** Returns what is to be said of images in which nothing happened, as the model sees them; empty where all is well. */
    public String note() {
        if (judged.isEmpty() || judged.stream().anyMatch(d -> d < 0)) return "";
        return "In none of the " + judged.size()
                + " edited images is the edit seen: the model takes each for what the source"
                + " prompt says, however like the source it is. Lower tau, or raise guidance or strength.";
    }

    /** Returns whether the images were judged. */
    public boolean isJudged() {
        return !judged.isEmpty();
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
