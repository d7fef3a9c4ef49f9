package org.prompttoprompt.ij;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.util.Properties;

/** Images of any type as they are seen. */
public final class Shown {
    private Shown() {}

    /**
     * Returns an image in 24-bit colours, in its display ranges and colours: a slice for each plane of all channels, with its
     * label, and what the image remembers. An image of colours is returned itself.
     */
    public static ImagePlus of(ImagePlus image) {
        if (image.getType() == ImagePlus.COLOR_RGB) return image;
        ImageStack stack = new ImageStack(image.getWidth(), image.getHeight());
        for (int t = 1; t <= image.getNFrames(); t++) {
            for (int z = 1; z <= image.getNSlices(); z++) {
                int index = image.getStackIndex(1, z, t);
                stack.addSlice(image.getStack().getSliceLabel(index), plane(image, z, t));
            }
        }
        ImagePlus shown = new ImagePlus(image.getTitle(), stack);
        shown.setDimensions(1, image.getNSlices(), image.getNFrames());
        shown.setOpenAsHyperStack(image.getNFrames() > 1);
        shown.setCalibration(image.getCalibration().copy());
        shown.setProperty("Info", image.getInfoProperty());
        Properties props = image.getImageProperties();
        if (props != null) props.forEach((key, value) -> shown.setProp(key.toString(), value.toString()));
        shown.setRoi(image.getRoi());
        return shown;
    }

    private static ImageProcessor plane(ImagePlus image, int z, int t) {
        if (!(image instanceof CompositeImage composite)) {
            ImageProcessor pixels = image.getStack()
                    .getProcessor(image.getStackIndex(image.getC(), z, t))
                    .duplicate();
            pixels.setLut(image.getProcessor().getLut());
            pixels.setMinAndMax(image.getDisplayRangeMin(), image.getDisplayRangeMax());
            return pixels.convertToRGB();
        }
        ImageStack channels = new ImageStack(image.getWidth(), image.getHeight());
        for (int c = 1; c <= image.getNChannels(); c++)
            channels.addSlice(image.getStack().getProcessor(image.getStackIndex(c, z, t)));
        CompositeImage plane = new CompositeImage(new ImagePlus("", channels), composite.getMode());
        plane.copyLuts(composite);
        boolean[] active = composite.getActiveChannels();
        System.arraycopy(active, 0, plane.getActiveChannels(), 0, active.length);
        plane.setC(composite.getC());
        plane.updateImage();
        return plane.flatten().getProcessor();
    }
}
