package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Map;
import org.prompttoprompt.attention.Site;

/**
 * A region drawn on the image, such as a selection, with soft edges where it is feathered. A pixel of the latents is as far
 * inside as the innermost pixel of the image that it stands for, so that thin regions survive.
 *
 * @param width of the image in pixels
 * @param height likewise
 * @param shares how far each pixel is inside, row after row: 0 outside to 1 inside
 */
public record ImageMask(int width, int height, FloatBuffer shares) implements Mask {
    /** @throws IllegalArgumentException if there are other than width x height shares, or one is not from 0 to 1 */
    public ImageMask {
        if (shares.remaining() != width * height) {
            throw new IllegalArgumentException(shares.remaining() + " shares are no mask of " + width + " x " + height);
        }
        float[] copy = new float[width * height];
        shares.duplicate().get(copy);
        for (float share : copy) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("A mask's shares are from 0 to 1; one is " + share);
            }
        }
        shares = FloatBuffer.wrap(copy).asReadOnlyBuffer();
    }

    /** Returns the region of these pixels, row after row. */
    public static ImageMask of(boolean[] inside, int width) {
        float[] shares = new float[inside.length];
        for (int i = 0; i < inside.length; i++) shares[i] = inside[i] ? 1 : 0;
        return of(shares, width);
    }

    /** Returns the region of these shares, row after row: 0 outside to 1 inside. */
    public static ImageMask of(float[] shares, int width) {
        return new ImageMask(width, shares.length / width, FloatBuffer.wrap(shares));
    }

    /** Returns how far the pixel at row y and column x is inside. */
    public float share(int y, int x) {
        return shares.get(y * width + x);
    }

    /**
     * Returns the share between its pixels, by linear interpolation.
     *
     * @param y place as a share of the height, 0 to 1
     * @param x likewise of the width
     */
    public double between(double y, double x) {
        double v = Math.max(0, Math.min(height - 1, y * height - 0.5));
        double u = Math.max(0, Math.min(width - 1, x * width - 0.5));
        int top = (int) v;
        int left = (int) u;
        int bottom = Math.min(height - 1, top + 1);
        int right = Math.min(width - 1, left + 1);
        double upper = share(top, left) + (u - left) * (share(top, right) - share(top, left));
        double lower = share(bottom, left) + (u - left) * (share(bottom, right) - share(bottom, left));
        return upper + (v - top) * (lower - upper);
    }

    /** Returns its middle, x and y as shares of the width and the height. */
    double[] middle() {
        double sum = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < width * height; i++) {
            float share = shares.get(i);
            sum += share;
            x += share * (i % width + 0.5);
            y += share * (i / width + 0.5);
        }
        return new double[] {x / sum / width, y / sum / height};
    }

    /** Returns whether no pixel is inside, however little. */
    public boolean isEmpty() {
        for (int i = 0; i < width * height; i++) if (shares.get(i) > 0) return false;
        return true;
    }

    @Override
    public NDArray of(Map<Site, NDArray> sums, int row, NDArray latents) {
        int rows = (int) latents.getShape().get(2);
        int columns = (int) latents.getShape().get(3);
        float[] mask = new float[rows * columns];
        for (int i = 0; i < mask.length; i++) mask[i] = largest(i / columns, rows, i % columns, columns);
        return latents.getManager().create(mask, new Shape(1, 1, rows, columns));
    }

    private float largest(int row, int rows, int column, int columns) {
        float largest = 0;
        int right = ceilDiv((column + 1) * width, columns);
        int bottom = ceilDiv((row + 1) * height, rows);
        for (int y = row * height / rows; y < bottom; y++) {
            for (int x = column * width / columns; x < right; x++) largest = Math.max(largest, share(y, x));
        }
        return largest;
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
