package org.prompttoprompt.batch;

import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

/** What type of pixels the images of a data set have. */
enum Pixels {
    /** Colours where the model draws, and the type of an image that is edited. */
    AUTO,
    /** 24-bit colours. */
    RGB,
    /** 8-bit grey: the mean of red, green and blue. */
    GREY8,
    /** 16-bit grey: 257 times the level of 8 bits; an image of 16 bits keeps its values. */
    GREY16;

    /** Returns an image's pixels in this type. */
    ImageProcessor of(ImageProcessor image) {
        return switch (this) {
            case AUTO -> image;
            case RGB -> image instanceof ColorProcessor ? image : image.convertToRGB();
            case GREY8 -> image instanceof ByteProcessor ? image : grey(image.convertToRGB());
            case GREY16 -> image instanceof ShortProcessor ? image : wide(GREY8.of(image));
        };
    }

    private static ByteProcessor grey(ImageProcessor colours) {
        ByteProcessor grey = new ByteProcessor(colours.getWidth(), colours.getHeight());
        for (int i = 0; i < colours.getPixelCount(); i++) {
            int argb = colours.get(i);
            grey.set(i, ((argb >> 16 & 255) + (argb >> 8 & 255) + (argb & 255) + 1) / 3);
        }
        return grey;
    }

    private static ShortProcessor wide(ImageProcessor grey) {
        ShortProcessor wide = new ShortProcessor(grey.getWidth(), grey.getHeight());
        for (int i = 0; i < grey.getPixelCount(); i++) wide.set(i, 257 * grey.get(i));
        return wide;
    }
}
