package org.prompttoprompt.canvas;

import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;

/** A plane of 24-bit colours, whose levels are its red, green and blue. */
record ColourTones(ColorProcessor image) implements Tones {
    private static final int CHANNELS = 3;

    @Override
    public ImageProcessor[] pixels() {
        return new ImageProcessor[] {image};
    }

    @Override
    public float[][] levels(Rectangle box) {
        float[][] levels = new float[CHANNELS][box.width * box.height];
        for (int i = 0; i < levels[0].length; i++) {
            int rgb = image.get(box.x + i % box.width, box.y + i / box.width);
            for (int c = 0; c < CHANNELS; c++) levels[c][i] = rgb >> 16 - 8 * c & 255;
        }
        return levels;
    }

    @Override
    public float[][] colours(float[][] levels) {
        return levels;
    }

    @Override
    public float[][] levels(float[][] colours, float[][] near) {
        return colours;
    }

    @Override
    public void add(float[][] changes, Rectangle box, ImageProcessor[] copies) {
        for (int i = 0; i < changes[0].length; i++) {
            int x = box.x + i % box.width;
            int y = box.y + i / box.width;
            int before = copies[0].get(x, y);
            int after = before & 0xff000000;
            for (int c = 0; c < CHANNELS; c++) {
                int shift = 16 - 8 * c;
                int level = Math.round((before >> shift & 255) + changes[c][i]);
                after |= Math.max(0, Math.min(255, level)) << shift;
            }
            if (after != before) copies[0].set(x, y, after);
        }
    }
}
