package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import java.util.List;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.request.Axis;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.SweptValue;

/**
 * Results as ImageJ stacks: a labelled RGB slice per image, the source first, and the recipe inside, where it survives
 * saving as TIFF. Two swept parameters make a hyperstack: slices are the source and the first, frames the second.
 */
public final class Stacks {
    private Stacks() {}

    /** Returns the images as a stack. */
    public static ImagePlus of(EditResult result) {
        int width = (int) result.frames().get(0).image().dimension(0);
        int height = (int) result.frames().get(0).image().dimension(1);
        ImageStack stack = new ImageStack(width, height);
        for (Frame frame : result.frames()) {
            // Pixels of its own: a source may stand in several places, and a history may keep the frame.
            int[] argb = frame.image().update(null).getCurrentStorageArray().clone();
            stack.addSlice(frame.label(), new ColorProcessor(width, height, argb));
        }
        ImagePlus image = new ImagePlus(ResultTitle.of(result), stack);
        describe(image, result, "");
        return image;
    }

    /**
     * Gives an image of a result's frames what it remembers of its making: the swept values as calibration, and the recipe.
     *
     * @param image whose slices are the frames, each with the image's channels
     * @param origin lines that tell what was edited, if it was an image
     */
    public static void describe(ImagePlus image, EditResult result, String origin) {
        calibrate(image, result);
        remember(image, result, origin);
    }

    /** Returns what was asked for as one line without quotes, which the Recorder and macros could not hold. */
    public static String title(EditRequest request) {
        return ResultTitle.of(request);
    }

    private static void calibrate(ImagePlus image, EditResult result) {
        List<Axis> axes = result.axes();
        if (axes.isEmpty()) return;
        int slices = result.framesPerValueOfSecondAxis();
        boolean source = result.frames().get(0).source();
        boolean grid =
                axes.size() == 2 && slices * axes.get(1).values().size() == image.getStackSize() / image.getNChannels();
        if (axes.size() == 2 && !grid) return;
        Calibration calibration = image.getCalibration();
        calibration.setZUnit(axes.get(0).key());
        double step = step(axes.get(0).values());
        if (step > 0) {
            calibration.pixelDepth = step;
            double first = axes.get(0).values().get(0).number().orElseThrow();
            calibration.zOrigin = (source ? 1 : 0) - first / step;
        }
        if (grid) {
            image.setDimensions(
                    image.getNChannels(), slices, axes.get(1).values().size());
            image.setOpenAsHyperStack(true);
            calibration.setTimeUnit(axes.get(1).key());
            double interval = step(axes.get(1).values());
            calibration.frameInterval = interval > 0 ? interval : 0;
        }
    }

    /** Returns the distance of evenly spaced numbers, or NaN: intervals and free lists have none. */
    private static double step(List<SweptValue> values) {
        if (values.size() < 2
                || values.stream().anyMatch(value -> value.number().isEmpty())) return Double.NaN;
        double[] x = values.stream()
                .mapToDouble(value -> value.number().getAsDouble())
                .toArray();
        double step = (x[x.length - 1] - x[0]) / (x.length - 1);
        for (int i = 0; i < x.length; i++) if (Math.abs(x[i] - x[0] - i * step) > 1e-9) return Double.NaN;
        return Math.rint(step * 1e9) / 1e9;
    }

    private static void remember(ImagePlus image, EditResult result, String origin) {
        String recipe = result.request().toText()
                + origin
                + result.provenance().toText()
                + WholeImage.line(image.getStack())
                + result.maps().toText();
        image.setProperty("Info", recipe);
        recipe.lines().forEach(line -> {
            int at = line.indexOf('=');
            image.setProp("p2p." + line.substring(0, at), line.substring(at + 1));
        });
    }
}
