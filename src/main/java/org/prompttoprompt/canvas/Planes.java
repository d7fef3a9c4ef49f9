package org.prompttoprompt.canvas;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.Refusal;

/**
 * The planes of an image as they are shown: each one's {@link Tones}.
 *
 * @param image of any type that ImageJ has
 * @param channel that is edited alone, in grey, from 1 on; 0 for the channels as they are shown
 */
record Planes(ImagePlus image, int channel) {
    /**
     * @throws Refusal if there is no such channel, or the image's colours cannot be found again from what is shown
     */
    Planes {
        if (channel > image.getNChannels())
            throw new Refusal("channel=" + channel + ": '" + image.getTitle() + "' has "
                    + (image.getNChannels() == 1 ? "one channel" : image.getNChannels() + " channels")
                    + (image.getType() == ImagePlus.COLOR_RGB
                            ? " of colours; Image > Color > Make Composite makes three of them."
                            : ". Give one of them, or channel=shown."));
    }

    /** Returns how many planes of all channels there are: slices times frames. */
    int count() {
        return image.getNSlices() * image.getNFrames();
    }

    /** Returns the number of the plane in front, from 0 on. */
    int inFront() {
        // An image without a window does not update its position.
        int[] at = image.convertIndexToPosition(image.getCurrentSlice());
        return (at[2] - 1) * image.getNSlices() + at[1] - 1;
    }

    /** Returns the place of a channel of a plane in the stack, from 1 on. */
    int index(int plane, int ofChannel) {
        return image.getStackIndex(ofChannel, plane % image.getNSlices() + 1, plane / image.getNSlices() + 1);
    }

    /**
     * Returns what the pixels of a plane mean.
     *
     * @throws Refusal if that cannot be told
     */
    Tones tones(int plane) {
        if (image.getType() == ImagePlus.COLOR_RGB) return new ColourTones((ColorProcessor) pixels(plane, 1));
        List<Channel> channels = new ArrayList<>();
        for (int c : channels()) {
            ImageProcessor pixels = pixels(plane, c);
            LUT lut = channel > 0 ? LUT.createLutFromColor(Color.WHITE) : lut(c);
            double[] range = range(c);
            channels.add(new Channel(pixels, range[0], range[1], lut));
        }
        LUT only = channels.get(0).lut();
        if (channels.size() > 1 || Shade.isLinear(only)) return new MixedTones(channels);
        if (!Shade.isRamp(only))
            throw new Refusal("The colours of '" + image.getTitle()
                    + "' are a palette (indexed colours), in which no mixture can be found: make it"
                    + " RGB first by Image > Type > RGB Color.");
        return new RampTones(channels.get(0));
    }

    /** Returns the channels that are edited, from 1 on: the one asked for, those mixed on the screen, or the one in front. */
    List<Integer> channels() {
        if (channel > 0) return List.of(channel);
        if (!(image instanceof CompositeImage composite) || composite.getMode() != CompositeImage.COMPOSITE)
            return List.of(image.getC());
        List<Integer> shown = new ArrayList<>();
        boolean[] active = composite.getActiveChannels();
        for (int c = 1; c <= image.getNChannels(); c++) if (active[c - 1]) shown.add(c);
        if (shown.isEmpty())
            throw new Refusal("No channel of '" + image.getTitle()
                    + "' is shown: tick one in Image > Color > Channels Tool..., or give channel=1.");
        return shown;
    }

    private LUT lut(int c) {
        if (image instanceof CompositeImage composite)
            return composite.getMode() == CompositeImage.GRAYSCALE
                    ? LUT.createLutFromColor(Color.WHITE)
                    : composite.getChannelLut(c);
        return image.getProcessor().getLut();
    }

    private double[] range(int c) {
        double min = image.getDisplayRangeMin();
        double max = image.getDisplayRangeMax();
        if (image instanceof CompositeImage composite) {
            min = composite.getChannelLut(c).min;
            max = composite.getChannelLut(c).max;
        }
        if (!(max > min) || Double.isInfinite(max - min))
            throw new Refusal("The display range of '" + image.getTitle() + "' is " + min + " to " + max
                    + ", in which nothing can be seen: set another in Image > Adjust > Brightness/Contrast...");
        return new double[] {min, max};
    }

    /**
     * Returns the pixels of a channel of a plane, which belong to the image.
     *
     * @throws Refusal if they are not there any more
     */
    ImageProcessor pixels(int plane, int c) {
        ImageStack stack = image.getStack();
        int index = index(plane, c);
        ImageProcessor pixels = index > stack.getSize() ? null : stack.getProcessor(index);
        if (pixels == null || pixels.getPixels() == null)
            throw new Refusal("Slice " + index + " of '" + image.getTitle()
                    + "' cannot be read: it was closed meanwhile, or its file is gone. Open it again.");
        return pixels;
    }
}
