package org.prompttoprompt.metrics;

import java.util.function.IntPredicate;
import org.prompttoprompt.Refusal;

/**
 * Structural similarity of two images' luma (Wang et al. 2004): windows of 11 x 11 pixels with Gaussian weights of σ = 1.5,
 * K1 = 0.01, K2 = 0.03, L = 255, population covariance; the mean over all windows that lie inside the image.
 */
public final class Ssim {
    private static final int RADIUS = 5;
    private static final double SIGMA = 1.5;
    private static final double C1 = Math.pow(0.01 * 255, 2);
    private static final double C2 = Math.pow(0.03 * 255, 2);
    private static final double[] WEIGHTS = weights();

    private Ssim() {}

    private static double[] weights() {
        double[] w = new double[2 * RADIUS + 1];
        double sum = 0;
        for (int i = 0; i < w.length; i++) sum += w[i] = Math.exp(-Math.pow((i - RADIUS) / SIGMA, 2) / 2);
        for (int i = 0; i < w.length; i++) w[i] /= sum;
        return w;
    }

    /** Returns the similarity of whole images, as {@link #of(int[], int[], int, IntPredicate)} of all pixels. */
    public static double of(int[] a, int[] b, int width) {
        return of(a, b, width, i -> true);
    }

    /**
     * Returns the mean similarity over the windows whose centre is chosen, 1 for equal images; NaN if none is chosen.
     *
     * @param a packed colours, row by row
     * @param b of the same size
     * @param chosen which pixels count
     * @throws Refusal if a side is shorter than a window
     */
    public static double of(int[] a, int[] b, int width, IntPredicate chosen) {
        int height = a.length / width;
        int window = WEIGHTS.length;
        if (width < window || height < window) {
            throw new Refusal("SSIM needs images of at least " + window + " x " + window + " pixels, not " + width
                    + " x " + height + ": make larger ones, or crop less.");
        }
        double[] x = luma(a);
        double[] y = luma(b);
        double[] mx = smooth(x, width);
        double[] my = smooth(y, width);
        double[] xx = smooth(product(x, x), width);
        double[] yy = smooth(product(y, y), width);
        double[] xy = smooth(product(x, y), width);
        int columns = width - 2 * RADIUS;
        double sum = 0;
        int n = 0;
        for (int i = 0; i < mx.length; i++) {
            if (!chosen.test((i / columns + RADIUS) * width + i % columns + RADIUS)) continue;
            n++;
            double vx = xx[i] - mx[i] * mx[i];
            double vy = yy[i] - my[i] * my[i];
            double cov = xy[i] - mx[i] * my[i];
            sum += (2 * mx[i] * my[i] + C1) * (2 * cov + C2) / ((mx[i] * mx[i] + my[i] * my[i] + C1) * (vx + vy + C2));
        }
        return sum / n;
    }

    /** ITU-R BT.601. */
    private static double[] luma(int[] argb) {
        double[] y = new double[argb.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = 0.299 * (argb[i] >> 16 & 255) + 0.587 * (argb[i] >> 8 & 255) + 0.114 * (argb[i] & 255);
        }
        return y;
    }

    private static double[] product(double[] x, double[] y) {
        double[] p = new double[x.length];
        for (int i = 0; i < p.length; i++) p[i] = x[i] * y[i];
        return p;
    }

    /** Weighted means of the windows inside the image, along rows and then along columns. */
    private static double[] smooth(double[] x, int width) {
        int height = x.length / width;
        int w = width - 2 * RADIUS;
        int h = height - 2 * RADIUS;
        double[] rows = new double[w * height];
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < w; c++) {
                double sum = 0;
                for (int k = 0; k < WEIGHTS.length; k++) sum += WEIGHTS[k] * x[r * width + c + k];
                rows[r * w + c] = sum;
            }
        }
        double[] out = new double[w * h];
        for (int r = 0; r < h; r++) {
            for (int c = 0; c < w; c++) {
                double sum = 0;
                for (int k = 0; k < WEIGHTS.length; k++) sum += WEIGHTS[k] * rows[(r + k) * w + c];
                out[r * w + c] = sum;
            }
        }
        return out;
    }
}
