package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.BitSet;
import java.util.Map;
import org.prompttoprompt.attention.Site;

/**
 * A region drawn on the image, such as a selection. A pixel of the latents is inside if any pixel of the image that it stands
 * for is, so that thin regions survive.
 *
 * @param width of the image in pixels
 * @param height likewise
 * @param inside the pixels of the region, row after row
 */
public record ImageMask(int width, int height, BitSet inside) implements Mask {
    public ImageMask {
        inside = (BitSet) inside.clone();
    }

    /** Returns the region of these pixels, row after row. */
    public static ImageMask of(boolean[] inside, int width) {
        BitSet bits = new BitSet(inside.length);
        for (int i = 0; i < inside.length; i++) bits.set(i, inside[i]);
        return new ImageMask(width, inside.length / width, bits);
    }

    @Override
    public NDArray of(Map<Site, NDArray> sums, int row, NDArray latents) {
        int rows = (int) latents.getShape().get(2);
        int columns = (int) latents.getShape().get(3);
        boolean[] mask = new boolean[rows * columns];
        for (int i = 0; i < mask.length; i++) mask[i] = any(i / columns, rows, i % columns, columns);
        return latents.getManager().create(mask, new Shape(1, 1, rows, columns));
    }

    private boolean any(int row, int rows, int column, int columns) {
        int left = column * width / columns;
        int right = ceilDiv((column + 1) * width, columns);
        int bottom = ceilDiv((row + 1) * height, rows);
        for (int y = row * height / rows; y < bottom; y++) {
            int next = inside.nextSetBit(y * width + left);
            if (next >= 0 && next < y * width + right) return true;
        }
        return false;
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
