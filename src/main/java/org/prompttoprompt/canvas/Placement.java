package org.prompttoprompt.canvas;

import java.awt.Rectangle;
import org.prompttoprompt.p2p.ImageMask;

/**
 * Where a box of the image lies in the picture that the model sees; what is left of the picture around it shows the box's edges
 * mirrored.
 *
 * @param box in pixels of the image
 * @param width of the picture
 * @param height likewise
 * @param inner the box's place in the picture
 */
record Placement(Rectangle box, int width, int height, Rectangle inner) {
    /** What is seen around a selection, on each side, as a share of it. */
    private static final double CONTEXT = 0.25;

    /** Puts a box into the middle of the picture, as large as it fits, with its aspect kept. */
    static Placement fit(Rectangle box, int width, int height) {
        double scale = Math.min((double) width / box.width, (double) height / box.height);
        int w = Math.max(1, (int) Math.min(width, Math.round(box.width * scale)));
        int h = Math.max(1, (int) Math.min(height, Math.round(box.height * scale)));
        return new Placement(box, width, height, new Rectangle((width - w) / 2, (height - h) / 2, w, h));
    }

    /** Puts a box into a picture at its own size, as large as the box and no smaller than a tile. */
    static Placement tiled(Rectangle box, int width, int height) {
        int w = Math.max(width, box.width);
        int h = Math.max(height, box.height);
        return new Placement(
                box, w, h, new Rectangle((w - box.width) / 2, (h - box.height) / 2, box.width, box.height));
    }

    /**
     * Returns the part of an image that is shown for a selection: the selection with a quarter around it, in the picture's aspect
     * and no smaller than the picture, moved and cut so that it lies in the image.
     */
    static Rectangle around(Rectangle bounds, Rectangle image, int width, int height) {
        double context = 1 + 2 * CONTEXT;
        double scale = Math.max(
                1, Math.max((bounds.width * context) / (double) width, (bounds.height * context) / (double) height));
        int w = (int) Math.min(image.width, Math.round(width * scale));
        int h = (int) Math.min(image.height, Math.round(height * scale));
        int x = bounds.x + bounds.width / 2 - w / 2;
        int y = bounds.y + bounds.height / 2 - h / 2;
        return new Rectangle(
                Math.max(0, Math.min(image.width - w, x)), Math.max(0, Math.min(image.height - h, y)), w, h);
    }

    /** Returns the largest box of the picture's aspect in the middle of an image. */
    static Rectangle middle(Rectangle image, int width, int height) {
        double scale = Math.min((double) image.width / width, (double) image.height / height);
        int w = (int) Math.max(1, Math.round(width * scale));
        int h = (int) Math.max(1, Math.round(height * scale));
        return new Rectangle((image.width - w) / 2, (image.height - h) / 2, w, h);
    }

    /** Returns values of the box as the picture has them. */
    float[] toPicture(float[] values) {
        float[] small = Resample.of(values, box.width, box.height, inner.width, inner.height);
        float[] picture = new float[width * height];
        for (int i = 0; i < picture.length; i++) {
            int x = mirrored(i % width - inner.x, inner.width);
            int y = mirrored(i / width - inner.y, inner.height);
            picture[i] = small[y * inner.width + x];
        }
        return picture;
    }

    private static int mirrored(int i, int size) {
        int period = 2 * size;
        int in = Math.floorMod(i, period);
        return in < size ? in : period - 1 - in;
    }

    /** Returns the largest value that each pixel of the picture stands for, 0 around the box: thin regions survive. */
    float[] largest(float[] values) {
        float[] picture = new float[width * height];
        for (int y = 0; y < inner.height; y++) {
            for (int x = 0; x < inner.width; x++) {
                picture[(y + inner.y) * width + x + inner.x] = largest(values, x, y);
            }
        }
        return picture;
    }

    private float largest(float[] values, int x, int y) {
        int left = x * box.width / inner.width;
        int right = Math.max(left + 1, ceilDiv((x + 1) * box.width, inner.width));
        int top = y * box.height / inner.height;
        int bottom = Math.max(top + 1, ceilDiv((y + 1) * box.height, inner.height));
        float largest = 0;
        for (int v = top; v < bottom; v++)
            for (int u = left; u < right; u++) largest = Math.max(largest, values[v * box.width + u]);
        return largest;
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    /** Returns a mask of the picture, of any size, as the picture has it. */
    float[] shares(ImageMask mask) {
        float[] shares = new float[width * height];
        for (int i = 0; i < shares.length; i++)
            shares[i] = mask.share(i / width * mask.height() / height, i % width * mask.width() / width);
        return shares;
    }

    /** Returns values of the picture as the box has them. */
    float[] toBox(float[] values) {
        float[] part = new float[inner.width * inner.height];
        for (int i = 0; i < part.length; i++)
            part[i] = values[(i / inner.width + inner.y) * width + i % inner.width + inner.x];
        return Resample.of(part, inner.width, inner.height, box.width, box.height);
    }
}
