package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.WinogradPoints.A;
import static org.prompttoprompt.engine.WinogradPoints.B;
import static org.prompttoprompt.engine.WinogradPoints.COUNT;
import static org.prompttoprompt.engine.WinogradPoints.KERNEL;

import java.nio.FloatBuffer;

/**
 * G g G^T: kernels g of 3 x 3 numbers, brought to their 36 entries (Lavin and Gray 2016, section 3). G holds the powers of the
 * {@link WinogradPoints points}, divided by the product of the point's distances to the others; of infinity the highest alone.
 */
final class WinogradKernels {
    /** All but infinity. */
    private static final double[] POINTS = {0, A, -A, B, -B};

    private static final float[][] G = g();

    private static final int SIZE = KERNEL * KERNEL;

    /** One for each thread. */
    static final Shares<WinogradKernels> SHARES = new Shares<>(WinogradKernels::new);

    /** Of all inputs, one number after the other, as the network has them. */
    private float[] kernels = {};

    /** Of all inputs, each of the 9 numbers. */
    private float[][] numbers = new float[SIZE][0];

    /** Of all inputs, one axis multiplied: [6, 3]. */
    private float[][] half = new float[COUNT * KERNEL][0];

    /** Six of all inputs' entries. */
    private float[][] entries = new float[COUNT][0];

    private WinogradKernels() {}

    /**
     * Brings the kernels of an output to their entries.
     *
     * @param from kernels [out, in, 3, 3]
     * @param output of these
     * @param inputs of each output
     * @param to [36, outputs, in], of which those of one are set
     * @param outputs of {@code to}
     * @param at which of these
     */
    void entries(FloatBuffer from, int output, int inputs, FloatBuffer to, int outputs, int at) {
        makeRoom(inputs);
        from.get(output * inputs * SIZE, kernels, 0, inputs * SIZE);
        split(inputs);
        for (int i = 0; i < KERNEL; i++) multiply(numbers, i, KERNEL, half, i, KERNEL, inputs);
        for (int v = 0; v < COUNT; v++) {
            multiply(half, KERNEL * v, 1, entries, 0, 1, inputs);
            for (int u = 0; u < COUNT; u++) to.put(((COUNT * v + u) * outputs + at) * inputs, entries[u], 0, inputs);
        }
    }

    private void makeRoom(int inputs) {
        if (entries[0].length >= inputs) return;
        kernels = new float[SIZE * inputs];
        numbers = new float[SIZE][inputs];
        half = new float[COUNT * KERNEL][inputs];
        entries = new float[COUNT][inputs];
    }

    private void split(int inputs) {
        float[] from = kernels;
        for (int row = 0; row < KERNEL; row++) {
            float[] left = numbers[KERNEL * row], middle = numbers[KERNEL * row + 1], right = numbers[KERNEL * row + 2];
            int first = KERNEL * row;
            for (int i = 0; i < inputs; i++) {
                left[i] = from[SIZE * i + first];
                middle[i] = from[SIZE * i + first + 1];
                right[i] = from[SIZE * i + first + 2];
            }
        }
    }

    /** Multiplies one axis by G: three arrays to six, which lie so many steps from each other. */
    private static void multiply(float[][] from, int first, int step, float[][] to, int at, int toStep, int inputs) {
        float[] g0 = from[first], g1 = from[first + step], g2 = from[first + 2 * step];
        for (int i = 0; i < COUNT; i++) weighted(g0, g1, g2, G[i], to[at + i * toStep], inputs);
    }

    private static void weighted(float[] g0, float[] g1, float[] g2, float[] weights, float[] entry, int inputs) {
        float w0 = weights[0], w1 = weights[1], w2 = weights[2];
        for (int x = 0; x < inputs; x++) entry[x] = w0 * g0[x] + w1 * g1[x] + w2 * g2[x];
    }

    private static float[][] g() {
        float[][] g = new float[COUNT][KERNEL];
        for (int i = 0; i < POINTS.length; i++) {
            double distances = 1;
            for (int j = 0; j < POINTS.length; j++) if (j != i) distances *= POINTS[i] - POINTS[j];
            for (int power = 0; power < KERNEL; power++) g[i][power] = (float) (Math.pow(POINTS[i], power) / distances);
        }
        g[COUNT - 1][KERNEL - 1] = 1;
        return g;
    }
}
