package org.prompttoprompt.diffusion;

/** A few linear equations. */
final class LinearSystem {
    private LinearSystem() {}

    /**
     * Solves A·x = b by Gauss' elimination. Those of samplers, powers of different numbers, need no exchange of rows.
     *
     * @param rows of A, each with its number of b at the end, n · (n + 1); they are changed
     */
    static double[] solve(double[][] rows) {
        int n = rows.length;
        for (int p = 0; p < n; p++) {
            for (int row = 0; row < n; row++) {
                if (row == p) continue;
                double factor = rows[row][p] / rows[p][p];
                for (int c = p; c <= n; c++) rows[row][c] -= factor * rows[p][c];
            }
        }
        double[] x = new double[n];
        for (int p = 0; p < n; p++) x[p] = rows[p][n] / rows[p][p];
        return x;
    }
}
