package org.prompttoprompt.canvas;

import ij.process.ImageProcessor;
import java.awt.Rectangle;

/** One channel whose colours follow a curve, such as Fire: a colour's level is that of the nearest colour of the table. */
record RampTones(Channel channel) implements Tones {
    @Override
    public ImageProcessor[] pixels() {
        return new ImageProcessor[] {channel.pixels()};
    }

    @Override
    public float[][] levels(Rectangle box) {
        return new float[][] {channel.levels(box)};
    }

    @Override
    public float[][] colours(float[][] levels) {
        float[][] colours = new float[3][levels[0].length];
        channel.addColours(levels[0], colours);
        return colours;
    }

    @Override
    public float[][] levels(float[][] colours, float[][] near) {
        float[] levels = new float[colours[0].length];
        for (int i = 0; i < levels.length; i++)
            levels[i] = Shade.nearest(channel.lut(), colours[0][i], colours[1][i], colours[2][i]);
        return new float[][] {levels};
    }

    @Override
    public void add(float[][] changes, Rectangle box, ImageProcessor[] copies) {
        channel.add(changes[0], box, copies[0]);
    }
}
