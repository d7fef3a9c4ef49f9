package org.prompttoprompt.canvas;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.ij.Origin;
import org.prompttoprompt.ij.Stacks;
import org.prompttoprompt.pipeline.EditResult;

/**
 * Edited planes as an image like the original: its size, type, calibration, colours and display ranges.
 *
 * @param planes of the original
 * @param chosen the planes that were edited
 * @param painted for each of them its frames, each with the pixels of the edited channels
 * @param last what was made of the last one
 * @param selection on the original
 */
record EditedStack(
        Planes planes,
        List<Integer> chosen,
        List<List<ImageProcessor[]>> painted,
        EditResult last,
        Optional<Roi> selection) {
    private static final int LONGEST_TITLE = 80;

    /** @param each whether a frame stands in the place of each plane, else the frames of one follow each other */
    ImagePlus image(boolean each) {
        ImagePlus original = planes.image();
        planes.pixels(chosen.get(0), 1); // the image is there still
        ImageStack stack = new ImageStack(original.getWidth(), original.getHeight());
        for (int i = 0; i < painted.size(); i++) {
            for (int f = 0; f < painted.get(i).size(); f++) {
                Optional<String> label = each
                        ? Optional.empty()
                        : Optional.of(last.frames().get(f).label());
                add(stack, chosen.get(i), painted.get(i).get(f), label);
            }
        }
        int channels = original.getNChannels();
        boolean all = each && chosen.size() == planes.count();
        ImagePlus image = new ImagePlus(title(), stack);
        image.setCalibration(original.getCalibration().copy());
        if (all) image.setDimensions(channels, original.getNSlices(), original.getNFrames());
        else image.setDimensions(channels, stack.getSize() / channels, 1);
        image = shownLike(original, image);
        Calibration own = image.getCalibration().copy();
        Stacks.describe(
                image,
                last,
                Origin.of(original, each ? 0 : chosen.get(0) + 1, selection).toText());
        if (each) image.setCalibration(own);
        if (selection.isPresent()) image.setRoi((Roi) selection.get().clone());
        if (!each) lookAtTheEdit(image);
        return image;
    }

    /** The source is what the original shows: the first edited image is the one to look at. */
    private void lookAtTheEdit(ImagePlus image) {
        boolean source = last.frames().get(0).source() && last.frames().size() > 1;
        if (source) image.setPosition(1, 2, 1);
    }

    private String ownLabel(int plane, int channel) {
        String own = planes.image().getStack().getSliceLabel(planes.index(plane, channel));
        return own == null ? "slice " + (plane + 1) : own;
    }

    private void add(ImageStack stack, int plane, ImageProcessor[] edited, Optional<String> label) {
        List<Integer> channels = planes.channels();
        ImagePlus original = planes.image();
        for (int c = 1; c <= original.getNChannels(); c++) {
            int at = channels.indexOf(c);
            ImageProcessor pixels =
                    at >= 0 ? edited[at] : planes.pixels(plane, c).duplicate();
            int channel = c;
            stack.addSlice(label.orElseGet(() -> ownLabel(plane, channel)), pixels);
        }
    }

    private static ImagePlus shownLike(ImagePlus original, ImagePlus image) {
        if (original instanceof CompositeImage own) {
            CompositeImage composite = new CompositeImage(image, own.getMode());
            composite.copyLuts(own);
            return composite;
        }
        if (original.getType() != ImagePlus.COLOR_RGB) {
            image.setLut(original.getProcessor().getLut());
            image.setDisplayRange(original.getDisplayRangeMin(), original.getDisplayRangeMax());
        }
        return image;
    }

    private String title() {
        String own =
                planes.image().getTitle().replaceAll("[\"'\\\\\\[\\]\\s]+", " ").strip();
        String title = own + ", " + Stacks.title(last.request());
        return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE - 3) + "...";
    }
}
