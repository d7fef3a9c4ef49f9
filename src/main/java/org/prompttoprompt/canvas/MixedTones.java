package org.prompttoprompt.canvas;

import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.List;

/**
 * Channels whose colours are added on the screen, of which a grey image is the simplest case. A change of colour d becomes the
 * smallest change of levels that shows it, l = Cᵀ (C Cᵀ)⁻¹ d, where C [3, channels] is what each channel's colour gains by a
 * level. With red, green and blue channels that is exact; with other colours it is what they can show.
 */
record MixedTones(List<Channel> channels) implements Tones {
    /** Keeps the inverse finite where the channels show fewer than three colours. */
    private static final double RIDGE = 1e-6;

    @Override
    public ImageProcessor[] pixels() {
        return channels.stream().map(Channel::pixels).toArray(ImageProcessor[]::new);
    }

    @Override
    public float[][] levels(Rectangle box) {
        return channels.stream().map(channel -> channel.levels(box)).toArray(float[][]::new);
    }

    @Override
    public float[][] colours(float[][] levels) {
        float[][] colours = new float[3][levels[0].length];
        for (int c = 0; c < levels.length; c++) channels.get(c).addColours(levels[c], colours);
        for (float[] colour : colours) for (int i = 0; i < colour.length; i++) colour[i] = Shade.clip(colour[i]);
        return colours;
    }

    @Override
    public float[][] levels(float[][] colours, float[][] near) {
        float[][] shown = colours(near);
        double[][] inverse = inverse();
        float[][] levels = new float[near.length][near[0].length];
        for (int c = 0; c < levels.length; c++) {
            for (int i = 0; i < levels[c].length; i++) {
                double change = 0;
                for (int k = 0; k < 3; k++) change += inverse[c][k] * (colours[k][i] - shown[k][i]);
                levels[c][i] = Shade.clip((float) (near[c][i] + change));
            }
        }
        return levels;
    }

    /** Returns Cᵀ (C Cᵀ)⁻¹, [channels][3]. */
    private double[][] inverse() {
        double[][] gains = channels.stream().map(Channel::gain).toArray(double[][]::new);
        double[][] m = new double[3][3];
        for (int i = 0; i < 3; i++) {
            m[i][i] = RIDGE;
            for (int j = 0; j < 3; j++) for (double[] gain : gains) m[i][j] += gain[i] * gain[j];
        }
        double[][] inverse = new double[3][3];
        double determinant = 0;
        for (int j = 0; j < 3; j++) determinant += m[0][j] * cofactor(m, 0, j);
        for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++) inverse[j][i] = cofactor(m, i, j) / determinant;
        double[][] product = new double[gains.length][3];
        for (int c = 0; c < gains.length; c++) {
            for (int k = 0; k < 3; k++) for (int j = 0; j < 3; j++) product[c][k] += gains[c][j] * inverse[j][k];
        }
        return product;
    }

    /** Rows and columns taken cyclically carry the sign by themselves. */
    private static double cofactor(double[][] m, int i, int j) {
        int a = (i + 1) % 3;
        int b = (i + 2) % 3;
        int c = (j + 1) % 3;
        int d = (j + 2) % 3;
        return m[a][c] * m[b][d] - m[a][d] * m[b][c];
    }

    @Override
    public void add(float[][] changes, Rectangle box, ImageProcessor[] copies) {
        for (int c = 0; c < changes.length; c++) channels.get(c).add(changes[c], box, copies[c]);
    }
}
