package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.WinogradPoints.A;
import static org.prompttoprompt.engine.WinogradPoints.A2;
import static org.prompttoprompt.engine.WinogradPoints.B;
import static org.prompttoprompt.engine.WinogradPoints.B2;
import static org.prompttoprompt.engine.WinogradPoints.COUNT;
import static org.prompttoprompt.engine.WinogradPoints.ENTRIES;
import static org.prompttoprompt.engine.WinogradPoints.TILE;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * B^T d B: the squares d of 6 x 6 pixels that begin at every fourth, brought to their 36 entries (Lavin and Gray 2016, section 3). Row i of
 * B^T holds the coefficients of the polynomial that vanishes at all {@link WinogradPoints points} but the i-th; those of p and -p have their
 * even powers in common and their odd ones but for the sign.
 */
final class WinogradPixels {
    private static final float PRODUCT = A2 * B2;
    private static final float SUM = A2 + B2;

    /** How much of a square is in the one before, along a side. */
    private static final int SHARED = COUNT - TILE;

    /** One for each thread. */
    static final Shares<WinogradPixels> SHARES = new Shares<>(WinogradPixels::new);

    /** Six rows of pixels, between those beyond the image's left and right, which are 0. */
    private final float[][] rows = new float[COUNT][0];

    /** Of all squares, each of their 36 numbers. */
    private float[][] squares = new float[ENTRIES][0];

    /** The same, one axis multiplied. */
    private float[][] half = new float[ENTRIES][0];

    private WinogradPixels() {}

    /**
     * Brings a channel's squares to their entries.
     *
     * @param x images, channels, rows and columns of pixels, one after the other
     * @param data [36, channels, images, rows, columns of squares], of which those of the channel are set
     */
    void entries(FloatBuffer x, WinogradBand band, int channels, int channel, FloatBuffer data) {
        makeRoom(band);
        read(x, band, channels, channel);
        int tiles = band.tiles();
        for (int i = 0; i < COUNT; i++) multiply(squares, i, COUNT, half, tiles);
        for (int i = 0; i < COUNT; i++) multiply(half, COUNT * i, 1, squares, tiles);
        for (int entry = 0; entry < ENTRIES; entry++) {
            data.put((entry * channels + channel) * tiles, squares[entry], 0, tiles);
        }
    }

    private void makeRoom(WinogradBand band) {
        if (half[0].length < band.tiles()) {
            half = new float[ENTRIES][band.tiles()];
            squares = new float[ENTRIES][band.tiles()];
        }
        int width = TILE * band.across() + SHARED;
        for (int i = 0; i < COUNT; i++) {
            if (rows[i].length != width) rows[i] = new float[width];
            // What is right of the image may be from a wider one.
            else Arrays.fill(rows[i], 0);
        }
    }

    private void read(FloatBuffer x, WinogradBand band, int channels, int channel) {
        int tile = 0;
        for (int image = 0; image < band.images(); image++) {
            int plane = (image * channels + channel) * band.height() * band.width();
            for (int row = 0; row < band.rows(); row++) {
                read(x, plane, band, row);
                for (int i = 0; i < COUNT; i++) split(rows[i], COUNT * i, tile, band.across());
                tile += band.across();
            }
        }
    }

    /** Reads the pixels of a row of squares, of which the first two rows are the last two of the squares above. */
    private void read(FloatBuffer x, int plane, WinogradBand band, int row) {
        int known = row == 0 ? 0 : SHARED;
        for (int i = 0; i < known; i++) {
            float[] last = rows[TILE + i];
            rows[TILE + i] = rows[i];
            rows[i] = last;
        }
        int top = TILE * (band.first() + row) - 1;
        for (int i = known; i < COUNT; i++) {
            int y = top + i;
            if (y < 0 || y >= band.height()) Arrays.fill(rows[i], 0);
            else x.get(plane + y * band.width(), rows[i], 1, band.width());
        }
    }

    /** Puts every fourth pixel of a row into an array; what squares share with the one before, once more. */
    private void split(float[] row, int first, int at, int across) {
        float[] p0 = squares[first], p1 = squares[first + 1], p2 = squares[first + 2], p3 = squares[first + 3];
        for (int j = 0; j < across; j++) {
            p0[at + j] = row[4 * j];
            p1[at + j] = row[4 * j + 1];
            p2[at + j] = row[4 * j + 2];
            p3[at + j] = row[4 * j + 3];
        }
        int last = across - 1;
        for (int i = 0; i < SHARED; i++) {
            System.arraycopy(squares[first + i], at + 1, squares[first + TILE + i], at, last);
            squares[first + TILE + i][at + last] = row[TILE * across + i];
        }
    }

    /**
     * Multiplies one axis by B^T: six arrays, which lie so many steps from each other. Each loop has one result in an array of its own,
     * which Java's compiler computes eight numbers at a time.
     */
    private static void multiply(float[][] from, int first, int step, float[][] to, int tiles) {
        float[] d0 = from[first], d1 = from[first + step], d2 = from[first + 2 * step];
        float[] d3 = from[first + 3 * step], d4 = from[first + 4 * step], d5 = from[first + 5 * step];
        outer(d0, d2, d4, to[first], tiles);
        inner(d1, d2, d3, d4, B2, A, to[first + step], tiles);
        inner(d1, d2, d3, d4, B2, -A, to[first + 2 * step], tiles);
        inner(d1, d2, d3, d4, A2, B, to[first + 3 * step], tiles);
        inner(d1, d2, d3, d4, A2, -B, to[first + 4 * step], tiles);
        outer(d1, d3, d5, to[first + 5 * step], tiles);
    }

    /** Of 0 and of infinity. */
    private static void outer(float[] d0, float[] d2, float[] d4, float[] entry, int tiles) {
        for (int x = 0; x < tiles; x++) entry[x] = PRODUCT * d0[x] - SUM * d2[x] + d4[x];
    }

    /** Of a point, where the square of the other points is as given. */
    private static void inner(
            float[] d1, float[] d2, float[] d3, float[] d4, float square, float point, float[] entry, int tiles) {
        for (int x = 0; x < tiles; x++) entry[x] = (d4[x] - square * d2[x]) + point * (d3[x] - square * d1[x]);
    }
}
