package org.prompttoprompt.engine;

/**
 * The matrices of a convolution F(4x4, 3x3) by products of polynomials, taken at points (Toom 1963, Cook 1966; Lavin and Gray 2016,
 * section 3): what a square of 6 x 6 numbers, its rows one after the other, is multiplied by.
 *
 * <p>A^T and G hold the powers of the points, G divided by the product of the point's distances to the others; B^T the coefficients of
 * the polynomial that vanishes at all other points. Of the points tried, these round least, less than half as much as 0, 1, -1, 2, -2 and
 * infinity, which the paper has (on their choice: Barabasz et al. 2020, arXiv 1803.10986).
 */
final class WinogradMatrices {
    /** All but infinity. */
    private static final double[] POINTS = {0, 0.625, -0.625, 1.5, -1.5};

    private static final int ENTRIES = POINTS.length + 1;
    private static final int KERNEL = 3;
    private static final int RESULTS = ENTRIES - KERNEL + 1;

    private WinogradMatrices() {}

    /** Returns G of both axes, [36, 9]: from a kernel to its entries. */
    static float[][] kernel() {
        double[][] g = new double[ENTRIES][KERNEL];
        for (int i = 0; i < POINTS.length; i++) {
            double distances = 1;
            for (int j = 0; j < POINTS.length; j++) if (j != i) distances *= POINTS[i] - POINTS[j];
            for (int power = 0; power < KERNEL; power++) g[i][power] = Math.pow(POINTS[i], power) / distances;
        }
        g[ENTRIES - 1][KERNEL - 1] = 1;
        return both(g);
    }

    /** Returns B^T of both axes, [36, 36]: from pixels to their entries. */
    static float[][] data() {
        double[][] b = new double[ENTRIES][];
        for (int i = 0; i < ENTRIES; i++) b[i] = vanishingElsewhere(i);
        return both(b);
    }

    /** Returns A^T of both axes, [16, 36]: from products of entries to results. */
    static float[][] result() {
        double[][] a = new double[RESULTS][ENTRIES];
        for (int power = 0; power < RESULTS; power++) {
            for (int i = 0; i < POINTS.length; i++) a[power][i] = Math.pow(POINTS[i], power);
        }
        a[RESULTS - 1][ENTRIES - 1] = 1;
        return both(a);
    }

    /** Returns the coefficients of the product of (x - p) over all points p but that of the index; the last index is infinity's. */
    private static double[] vanishingElsewhere(int index) {
        double[] product = new double[ENTRIES];
        product[0] = 1;
        int degree = 0;
        for (int j = 0; j < POINTS.length; j++) {
            if (j == index) continue;
            for (int power = ++degree; power > 0; power--) {
                product[power] = product[power - 1] - POINTS[j] * product[power];
            }
            product[0] *= -POINTS[j];
        }
        return product;
    }

    /** Returns the Kronecker product of the matrix with itself: the matrix applied to the rows and to the columns of a square. */
    private static float[][] both(double[][] matrix) {
        int rows = matrix.length;
        int columns = matrix[0].length;
        float[][] product = new float[rows * rows][columns * columns];
        for (int i = 0; i < rows * rows; i++) {
            for (int j = 0; j < columns * columns; j++) {
                product[i][j] = (float) (matrix[i / rows][j / columns] * matrix[i % rows][j % columns]);
            }
        }
        return product;
    }
}
