package org.prompttoprompt.metrics;

/**
 * Where a rising curve levels off: the point farthest above the straight line between its ends (after Satopaa et al. 2011).
 * Up to there a step along x brings more than its share, beyond it less.
 */
public final class Knee {
    private Knee() {}

    /**
     * Returns the index of the knee, or -1 if there are fewer than three points, the last is no higher than the first,
     * or none lies above the line.
     *
     * @param x rising
     * @param y the values there; both are scaled to the ranges that they cover
     */
    public static int of(double[] x, double[] y) {
        int n = x.length;
        if (n < 3 || y[n - 1] <= y[0]) return -1;
        double lowest = Double.MAX_VALUE;
        double highest = -Double.MAX_VALUE;
        for (double value : y) {
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        if (!(highest > lowest) || x[n - 1] == x[0]) return -1;
        int knee = -1;
        double farthest = 1e-9;
        for (int i = 1; i < n - 1; i++) {
            double along = (x[i] - x[0]) / (x[n - 1] - x[0]);
            double line = y[0] + along * (y[n - 1] - y[0]);
            double distance = (y[i] - line) / (highest - lowest);
            if (distance > farthest) {
                farthest = distance;
                knee = i;
            }
        }
        return knee;
    }
}
