package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.WinogradPoints.A;
import static org.prompttoprompt.engine.WinogradPoints.A2;
import static org.prompttoprompt.engine.WinogradPoints.A3;
import static org.prompttoprompt.engine.WinogradPoints.B;
import static org.prompttoprompt.engine.WinogradPoints.B2;
import static org.prompttoprompt.engine.WinogradPoints.B3;
import static org.prompttoprompt.engine.WinogradPoints.COUNT;
import static org.prompttoprompt.engine.WinogradPoints.TILE;

import java.nio.FloatBuffer;

/**
 * A^T m A: from the 36 entries of each square to its 4 x 4 results (Lavin and Gray 2016, section 3). A^T holds the powers of the
 * {@link WinogradPoints points}, of infinity the highest alone.
 */
final class WinogradResults {
    /** One for each thread. */
    static final Shares<WinogradResults> SHARES = new Shares<>(WinogradResults::new);

    /** Six of all squares' 36 entries. */
    private float[][] entries = new float[COUNT][0];

    /** Sums and differences of those of a point and its opposite. */
    private float[][] pairs = new float[TILE][0];

    /** Of all squares, one axis multiplied: [4, 6]. */
    private float[][] half = new float[TILE * COUNT][0];

    /** Four of all squares' results. */
    private float[][] results = new float[TILE][0];

    private float[] row = {};

    private WinogradResults() {}

    /**
     * Sets a channel's results.
     *
     * @param products [36, outputs, images, rows, columns of squares]
     * @param output of the products
     * @param bias is added to each
     * @param y images, channels, rows and columns of pixels, one after the other
     * @param channel of y
     */
    void set(
            FloatBuffer products,
            WinogradBand band,
            int outputs,
            int output,
            float bias,
            FloatBuffer y,
            int channels,
            int channel) {
        makeRoom(band);
        read(products, band.tiles(), outputs, output);
        for (int i = 0; i < TILE; i++) write(i, band, bias, y, channels, channel);
    }

    private void makeRoom(WinogradBand band) {
        if (row.length < TILE * band.across()) row = new float[TILE * band.across()];
        if (entries[0].length >= band.tiles()) return;
        entries = new float[COUNT][band.tiles()];
        pairs = new float[TILE][band.tiles()];
        half = new float[TILE * COUNT][band.tiles()];
        results = new float[TILE][band.tiles()];
    }

    private void read(FloatBuffer products, int tiles, int outputs, int output) {
        for (int u = 0; u < COUNT; u++) {
            for (int v = 0; v < COUNT; v++) {
                products.get(((COUNT * v + u) * outputs + output) * tiles, entries[v], 0, tiles);
            }
            multiply(entries, 0, half, u, COUNT, tiles);
        }
    }

    /** Writes the i-th row of pixels of each row of squares. */
    private void write(int i, WinogradBand band, float bias, FloatBuffer y, int channels, int channel) {
        multiply(half, COUNT * i, results, 0, 1, band.tiles());
        int tile = 0;
        for (int image = 0; image < band.images(); image++) {
            int plane = (image * channels + channel) * band.height() * band.width();
            for (int r = 0; r < band.rows(); r++, tile += band.across()) {
                int top = TILE * (band.first() + r) + i;
                if (top >= band.height()) continue;
                join(tile, band.across(), bias);
                y.put(plane + top * band.width(), row, 0, band.width());
            }
        }
    }

    /** Puts the results of a row of squares in turn into a row of pixels. */
    private void join(int at, int across, float bias) {
        float[] r0 = results[0], r1 = results[1], r2 = results[2], r3 = results[3], to = row;
        for (int j = 0; j < across; j++) {
            to[4 * j] = r0[at + j] + bias;
            to[4 * j + 1] = r1[at + j] + bias;
            to[4 * j + 2] = r2[at + j] + bias;
            to[4 * j + 3] = r3[at + j] + bias;
        }
    }

    /**
     * Multiplies one axis by A^T: six arrays to four, which lie so many steps from each other. Each loop has one result in an array of its
     * own, which Java's compiler computes eight numbers at a time.
     */
    private void multiply(float[][] from, int first, float[][] to, int at, int step, int tiles) {
        float[] m1 = from[first + 1], m2 = from[first + 2], m3 = from[first + 3], m4 = from[first + 4];
        float[] sumA = pairs[0], differenceA = pairs[1], sumB = pairs[2], differenceB = pairs[3];
        weighted(m1, m2, 1, 1, sumA, tiles);
        weighted(m1, m2, 1, -1, differenceA, tiles);
        weighted(m3, m4, 1, 1, sumB, tiles);
        weighted(m3, m4, 1, -1, differenceB, tiles);
        weighted(sumA, sumB, 1, 1, from[first], to[at], tiles);
        weighted(differenceA, differenceB, A, B, to[at + step], tiles);
        weighted(sumA, sumB, A2, B2, to[at + 2 * step], tiles);
        weighted(differenceA, differenceB, A3, B3, from[first + 5], to[at + 3 * step], tiles);
    }

    private static void weighted(float[] a, float[] b, float ofA, float ofB, float[] sum, int tiles) {
        for (int x = 0; x < tiles; x++) sum[x] = ofA * a[x] + ofB * b[x];
    }

    private static void weighted(float[] a, float[] b, float ofA, float ofB, float[] c, float[] sum, int tiles) {
        for (int x = 0; x < tiles; x++) sum[x] = ofA * a[x] + ofB * b[x] + c[x];
    }
}
