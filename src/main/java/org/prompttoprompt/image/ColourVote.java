package org.prompttoprompt.image;

import java.util.Arrays;

/**
 * Which pixels a map's region holds, by what colours lie in it nearby: the region's odds by the map times those of the pixel's colour
 * around it, in and outside of the region, as the histograms of GrabCut compare them (Rother, Kolmogorov and Blake 2004) but in
 * windows, for a colour may be the object's here and the ground's there. With m the map as a share of its highest value, p = σ((m - share) / s) and z_c
 * the pixels of colour c, a pixel of colour c is inside where
 *
 * <pre>σ((m - share) / s + log (mean(z_c p) / mean(z_c (1 - p))) - log (mean(p) / mean(1 - p))), drawn along the edges, is 1/2 or more.</pre>
 *
 * @param share of the map's highest value at which it says neither inside nor outside
 * @param latent how many pixels of the image one of the latents is wide
 */
public record ColourVote(double share, int latent) {
    /** s; this, the windows and epsilon were chosen on 60 renders apart from those that are measured, on which a half to twice of each is alike. */
    private static final double SOFT = 0.1;

    private static final int WINDOW = 2;
    private static final double EDGES = 3 / 8.;
    private static final double EPSILON = 1e-4;
    /** What each side of a colour is thought to have at least: one pixel of a window of 32 x 32. */
    private static final double LEAST = 1e-3;

    /**
     * Returns which pixels are inside, row after row.
     *
     * @param map width x height values, of which the highest is above 0
     * @param colours which of a few colours each pixel has, from 0 on
     * @param rgb all of red, then green, then blue, 3 x width x height values from 0 to 1
     */
    public boolean[] of(float[] map, int[] colours, float[] rgb, int width, int height) {
        int n = width * height;
        double highest = 0;
        for (float value : map) highest = Math.max(highest, value);
        double[] odds = new double[n];
        double[] p = new double[n];
        for (int i = 0; i < n; i++) {
            odds[i] = (map[i] / highest - share) / SOFT;
            p[i] = sigmoid(odds[i]);
        }
        BoxMean mean = new BoxMean(width, height, WINDOW * latent);
        double[] near = mean.of(p);
        float[] vote = new float[n];
        int last = Arrays.stream(colours).max().orElse(0);
        for (int colour = 0; colour <= last; colour++) {
            double[] in = new double[n];
            double[] out = new double[n];
            for (int i = 0; i < n; i++) {
                if (colours[i] != colour) continue;
                in[i] = p[i];
                out[i] = 1 - p[i];
            }
            double[] inside = mean.of(in);
            double[] outside = mean.of(out);
            for (int i = 0; i < n; i++) {
                if (colours[i] != colour) continue;
                double ofColour = Math.log((inside[i] + LEAST) / (outside[i] + LEAST));
                double ofAll = Math.log((near[i] + LEAST) / (1 - near[i] + LEAST));
                vote[i] = (float) sigmoid(odds[i] + ofColour - ofAll);
            }
        }
        int radius = (int) Math.max(1, Math.round(EDGES * latent));
        float[] drawn = new GuidedFilter(radius, EPSILON).of(vote, rgb, width, height);
        boolean[] inside = new boolean[n];
        for (int i = 0; i < n; i++) inside[i] = drawn[i] >= 0.5;
        return inside;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
