package org.prompttoprompt.canvas;

import ij.process.LUT;

/** Colour tables: which are ramps, whose levels can be found again from colours, and which are lists of colours. */
final class Shade {
    /** Neighbours of a ramp are no farther apart, of 765: published ones such as Fire or Spectrum reach a tenth. */
    private static final int LARGEST_STEP = 120;

    private static final double ROUNDING = 2;

    private Shade() {}

    /** Returns the level that the display shows: what is not a number is shown as 0. */
    static float clip(float level) {
        return level > 0 ? Math.min(255, level) : 0;
    }

    static boolean isLinear(LUT lut) {
        for (int i = 0; i < 256; i++) {
            double part = i / 255.0;
            if (Math.abs(lut.getRed(i) - lut.getRed(0) * (1 - part) - lut.getRed(255) * part) > ROUNDING
                    || Math.abs(lut.getGreen(i) - lut.getGreen(0) * (1 - part) - lut.getGreen(255) * part) > ROUNDING
                    || Math.abs(lut.getBlue(i) - lut.getBlue(0) * (1 - part) - lut.getBlue(255) * part) > ROUNDING)
                return false;
        }
        return true;
    }

    /** Returns whether each colour is near the one before, as in a pseudo-colour table, and not in a palette. */
    static boolean isRamp(LUT lut) {
        for (int i = 1; i < 256; i++) {
            int step = Math.abs(lut.getRed(i) - lut.getRed(i - 1))
                    + Math.abs(lut.getGreen(i) - lut.getGreen(i - 1))
                    + Math.abs(lut.getBlue(i) - lut.getBlue(i - 1));
            if (step > LARGEST_STEP) return false;
        }
        return true;
    }

    /** Returns the level whose colour is nearest (sum of squares). */
    static int nearest(LUT lut, float red, float green, float blue) {
        int nearest = 0;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 256; i++) {
            double r = lut.getRed(i) - red;
            double g = lut.getGreen(i) - green;
            double b = lut.getBlue(i) - blue;
            double distance = r * r + g * g + b * b;
            if (distance >= least) continue;
            least = distance;
            nearest = i;
        }
        return nearest;
    }
}
