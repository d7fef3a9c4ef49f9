package org.prompttoprompt.canvas;

import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Rectangle;

/**
 * One channel of a plane.
 *
 * @param pixels 8-bit, 16-bit or 32-bit values
 * @param min the value that is shown as level 0
 * @param max the value that is shown as level 255
 * @param lut the colour of each level
 */
record Channel(ImageProcessor pixels, double min, double max, LUT lut) {
    /** Returns the levels in a box; NaN where a pixel is not a number. */
    float[] levels(Rectangle box) {
        float[] levels = new float[box.width * box.height];
        double scale = 255 / (max - min);
        for (int i = 0; i < levels.length; i++) {
            double value = pixels.getf(box.x + i % box.width, box.y + i / box.width);
            levels[i] = (float) ((value - min) * scale);
        }
        return levels;
    }

    /** Adds changes of levels to a copy of the pixels. */
    void add(float[] changes, Rectangle box, ImageProcessor copy) {
        double scale = (max - min) / 255;
        boolean real = copy instanceof FloatProcessor;
        double most = copy instanceof ShortProcessor ? 65535 : 255;
        for (int i = 0; i < changes.length; i++) {
            if (changes[i] == 0 || Float.isNaN(changes[i])) continue;
            int x = box.x + i % box.width;
            int y = box.y + i / box.width;
            double value = copy.getf(x, y) + changes[i] * scale;
            copy.setf(x, y, (float) (real ? value : Math.max(0, Math.min(most, Math.rint(value)))));
        }
    }

    /** Adds the colours that levels show to others. */
    void addColours(float[] levels, float[][] to) {
        for (int i = 0; i < levels.length; i++) {
            float level = Shade.clip(levels[i]);
            int low = (int) level;
            int high = Math.min(255, low + 1);
            float part = level - low;
            to[0][i] += lut.getRed(low) * (1 - part) + lut.getRed(high) * part;
            to[1][i] += lut.getGreen(low) * (1 - part) + lut.getGreen(high) * part;
            to[2][i] += lut.getBlue(low) * (1 - part) + lut.getBlue(high) * part;
        }
    }

    /** Returns what the colour gains from the lowest to the highest level: red, green, blue. */
    double[] gain() {
        return new double[] {
            (lut.getRed(255) - lut.getRed(0)) / 255.0,
            (lut.getGreen(255) - lut.getGreen(0)) / 255.0,
            (lut.getBlue(255) - lut.getBlue(0)) / 255.0
        };
    }
}
