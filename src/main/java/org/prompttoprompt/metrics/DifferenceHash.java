package org.prompttoprompt.metrics;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * How an image looks, in 192 bits: for red, green and blue, whether each of 8 x 8 fields is brighter than its right neighbour
 * (dHash, Krawetz 2013). Images that look alike differ in few bits, whatever their size and compression.
 */
public final class DifferenceHash {
    private static final int SIDE = 8;
    private static final int CHANNELS = 3;

    private DifferenceHash() {}

    /**
     * Returns the bits as 48 hexadecimal digits.
     *
     * @param argb packed colours, row by row, at least 9 x 8 of them
     */
    public static String of(int[] argb, int width) {
        byte[] bits = new byte[CHANNELS * SIDE];
        for (int c = 0; c < CHANNELS; c++) {
            double[][] fields = fields(argb, width, 8 * (CHANNELS - 1 - c));
            for (int y = 0; y < SIDE; y++)
                for (int x = 0; x < SIDE; x++)
                    if (fields[y][x] > fields[y][x + 1] + 1) bits[c * SIDE + y] |= (byte) (1 << x);
        }
        return HexFormat.of().formatHex(bits);
    }

    /** Means over fields that cover the image. */
    private static double[][] fields(int[] argb, int width, int shift) {
        int height = argb.length / width;
        double[][] mean = new double[SIDE][SIDE + 1];
        for (int fy = 0; fy < SIDE; fy++) {
            for (int fx = 0; fx <= SIDE; fx++) {
                int left = fx * width / (SIDE + 1);
                int right = Math.max(left + 1, (fx + 1) * width / (SIDE + 1));
                int top = fy * height / SIDE;
                int bottom = Math.max(top + 1, (fy + 1) * height / SIDE);
                long sum = 0;
                for (int y = top; y < bottom; y++)
                    for (int x = left; x < right; x++) sum += argb[y * width + x] >> shift & 255;
                mean[fy][fx] = (double) sum / ((right - left) * (bottom - top));
            }
        }
        return mean;
    }

    /** Returns the bits of a hash in 64-bit numbers, for who compares many. */
    public static long[] bits(String hash) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hash));
        long[] bits = new long[bytes.capacity() / Long.BYTES];
        bytes.asLongBuffer().get(bits);
        return bits;
    }

    /** Returns in how many of 192 bits two hashes differ. */
    public static int distance(long[] a, long[] b) {
        int n = 0;
        for (int i = 0; i < a.length; i++) n += Long.bitCount(a[i] ^ b[i]);
        return n;
    }
}
