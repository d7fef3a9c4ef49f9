package org.prompttoprompt.command.metrics;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.metrics.Knee;
import org.prompttoprompt.metrics.Mse;
import org.prompttoprompt.metrics.Ssim;

/**
 * A row for each edited image of a result: its swept values, and how far it is from the source before it. A selection on the
 * image splits the error into inside and outside.
 */
public final class SweepTable {
    /** The column of the swept parameter's suggested value. */
    static final String SUGGESTED = "Suggested";

    private final ResultsTable table = new ResultsTable();
    private final List<Double> x = new ArrayList<>();
    private final List<Double> similarity = new ArrayList<>();
    private String axis = "";
    private int knee = -1;

    /**
     * Measures every slice.
     *
     * @throws IllegalArgumentException if no slice is a source, or none an edit
     */
    public SweepTable(ImagePlus image) {
        int[] source = null;
        boolean[] inside = inside(image);
        for (int slice = 1; slice <= image.getStackSize(); slice++) {
            String label = image.getStack().getSliceLabel(slice);
            int[] pixels =
                    (int[]) image.getStack().getProcessor(slice).convertToRGB().getPixels();
            if (label != null && (label.equals("source") || label.startsWith("source "))) source = pixels;
            else if (source != null && label != null) add(slice, label, source, pixels, inside, image.getWidth());
        }
        if (table.size() == 0) {
            throw new IllegalArgumentException(
                    "The image '" + image.getTitle()
                            + "' has no source and edited slices to compare: open a result of Word Swap..., Add Phrase... or Re-weight Words...");
        }
        suggest();
    }

    private void add(int slice, String label, int[] source, int[] pixels, boolean[] inside, int width) {
        table.addRow();
        table.addValue("Slice", slice);
        Map<String, String> values = values(label);
        values.forEach((key, value) -> {
            try {
                table.addValue(key, Double.parseDouble(value));
            } catch (NumberFormatException e) {
                table.addValue(key, value); // an interval
            }
        });
        double mse = Mse.of(source, pixels, i -> true);
        double ssim = Ssim.of(source, pixels, width);
        table.addValue("MSE", mse);
        table.addValue("PSNR", Mse.psnr(mse));
        table.addValue("SSIM", ssim);
        if (inside != null) {
            table.addValue("MSE inside", Mse.of(source, pixels, i -> inside[i]));
            table.addValue("MSE outside", Mse.of(source, pixels, i -> !inside[i]));
        }
        Map.Entry<String, String> first = values.entrySet().iterator().next();
        axis = first.getKey();
        try {
            x.add(Double.parseDouble(first.getValue()));
            similarity.add(ssim);
        } catch (NumberFormatException e) {
            // an interval has no place on an axis
        }
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

    private static boolean[] inside(ImagePlus image) {
        Roi roi = image.getRoi();
        if (roi == null || !roi.isArea()) return null;
        boolean[] inside = new boolean[image.getWidth() * image.getHeight()];
        ImageProcessor mask = image.createRoiMask();
        for (int i = 0; i < inside.length; i++) inside[i] = mask.get(i) != 0;
        return inside;
    }

    /** Marks the knee of one rising or falling series; several series have no common one. */
    private void suggest() {
        if (x.size() != table.size()) return;
        boolean rising = true;
        boolean falling = true;
        for (int i = 1; i < x.size(); i++) {
            rising &= x.get(i) > x.get(i - 1);
            falling &= x.get(i) < x.get(i - 1);
        }
        if (!rising && !falling) return;
        knee = Knee.of(array(x), array(similarity));
        for (int row = 0; knee >= 0 && row < table.size(); row++) {
            table.setValue(SUGGESTED, row, row == knee ? "<- knee of SSIM" : "");
        }
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Returns the table, ready to be shown. */
    public ResultsTable table() {
        return table;
    }

    /** Returns the swept parameter. */
    String axis() {
        return axis;
    }

    double[] x() {
        return array(x);
    }

    double[] similarity() {
        return array(similarity);
    }

    /** Returns the row of the suggested value, -1 if there is none. */
    int knee() {
        return knee;
    }
}
