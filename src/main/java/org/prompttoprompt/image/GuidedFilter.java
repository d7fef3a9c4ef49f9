package org.prompttoprompt.image;

/**
 * Draws a coarse map along the edges of an image: the guided filter with a coloured guide (He, Sun and Tang 2013, equations 19 to
 * 21). In every window the map is fitted by a linear function of the image's colours, a·I + b, with |a|² held small by ε; each
 * pixel takes the mean of the functions of the windows that hold it.
 *
 * @param radius of the square windows in pixels, whose sides are 2 radius + 1; at the image's border they are cut off
 * @param epsilon squared difference of colours, from 0 to 1 each, below which an edge is none
 */
public record GuidedFilter(int radius, double epsilon) {
    private static final int CHANNELS = 3;

    public GuidedFilter {
        if (radius < 1 || !(epsilon > 0)) {
            throw new IllegalArgumentException("A guided filter has a radius of 1 at least and an epsilon above 0, not "
                    + radius + " and " + epsilon);
        }
    }

    /**
     * Returns the filtered map, row after row.
     *
     * @param map width x height values
     * @param guide all of red, then green, then blue, 3 x width x height values from 0 to 1
     */
    public float[] of(float[] map, float[] guide, int width, int height) {
        int n = width * height;
        if (map.length != n || guide.length != CHANNELS * n) {
            throw new IllegalArgumentException(
                    map.length + " and " + guide.length + " values are no map and image of " + width + " x " + height);
        }
        BoxMean mean = new BoxMean(width, height, radius);
        double[][] colour = new double[CHANNELS][n];
        for (int c = 0; c < CHANNELS; c++) for (int i = 0; i < n; i++) colour[c][i] = guide[c * n + i];
        double[] p = new double[n];
        for (int i = 0; i < n; i++) p[i] = map[i];
        double[][] mu = new double[CHANNELS][];
        double[][] withMap = new double[CHANNELS][];
        double[][][] between = new double[CHANNELS][CHANNELS][];
        for (int c = 0; c < CHANNELS; c++) {
            mu[c] = mean.of(colour[c]);
            withMap[c] = mean.of(product(colour[c], p));
            for (int d = c; d < CHANNELS; d++) between[c][d] = mean.of(product(colour[c], colour[d]));
        }
        double[] meanMap = mean.of(p);
        double[][] a = new double[CHANNELS][n];
        double[] b = new double[n];
        for (int i = 0; i < n; i++) {
            double[][] sigma = new double[CHANNELS][CHANNELS];
            double[] covariance = new double[CHANNELS];
            for (int c = 0; c < CHANNELS; c++) {
                covariance[c] = withMap[c][i] - mu[c][i] * meanMap[i];
                for (int d = c; d < CHANNELS; d++)
                    sigma[c][d] = sigma[d][c] = between[c][d][i] - mu[c][i] * mu[d][i] + (c == d ? epsilon : 0);
            }
            double[] solved = solved(sigma, covariance);
            b[i] = meanMap[i];
            for (int c = 0; c < CHANNELS; c++) {
                a[c][i] = solved[c];
                b[i] -= solved[c] * mu[c][i];
            }
        }
        double[] q = mean.of(b);
        for (int c = 0; c < CHANNELS; c++) {
            double[] slope = mean.of(a[c]);
            for (int i = 0; i < n; i++) q[i] += slope[i] * colour[c][i];
        }
        float[] filtered = new float[n];
        for (int i = 0; i < n; i++) filtered[i] = (float) q[i];
        return filtered;
    }

    private static double[] product(double[] x, double[] y) {
        double[] product = new double[x.length];
        for (int i = 0; i < x.length; i++) product[i] = x[i] * y[i];
        return product;
    }

    /** Solves M x = y by Cramer's rule; M is positive definite, as ε is added to its diagonal. */
    private static double[] solved(double[][] m, double[] y) {
        double whole = determinant(m[0], m[1], m[2]);
        return new double[] {
            determinant(y, m[1], m[2]) / whole, determinant(m[0], y, m[2]) / whole, determinant(m[0], m[1], y) / whole
        };
    }

    /** Of three columns; a symmetric matrix has them as its rows. */
    private static double determinant(double[] u, double[] v, double[] w) {
        return u[0] * (v[1] * w[2] - v[2] * w[1])
                - u[1] * (v[0] * w[2] - v[2] * w[0])
                + u[2] * (v[0] * w[1] - v[1] * w[0]);
    }
}
