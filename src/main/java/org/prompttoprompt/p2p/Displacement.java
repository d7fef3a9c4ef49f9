package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;

/**
 * Where an object of a picture is and where it is to go: T(p) = c + d + z·(p - c), with the middle c of the object, a shift d and a zoom
 * z. It reads maps of any resolution there: a pixel of the new place takes what the pixel takes that comes to it, T⁻¹(p); a pixel of the
 * old place that is left takes what the nearest pixel outside of both takes; others their own. Where a pixel of a coarse map is partly
 * inside it takes these in parts, so that every row stays a mean of rows.
 *
 * @param object the old place, over the whole picture
 * @param dx how far it goes to the right, as a share of the picture's width
 * @param dy how far it goes down, as a share of its height
 * @param zoom how much larger it becomes
 * @param rim pixels of the mask around the old place that are filled with it, such as what lies in the object's shadow
 */
public record Displacement(ImageMask object, double dx, double dy, double zoom, int rim) {
    /** Points of a pixel that are looked at along each side. */
    private static final int POINTS = 4;
    /** A pixel that is less inside than so is outside of both places. */
    private static final float OUTSIDE = 0.25f;
    /** Each pixel takes from four neighbours, what fills its old place, and itself. */
    private static final int TAPS = 6;

    /** Returns M with the rows of its pixels displaced, [heads, pixels, keys]. */
    NDArray rows(NDArray m) {
        Taps taps = taps((int) m.getShape().get(1));
        NDArray pixels = m.transpose(1, 0, 2);
        NDArray moved = null;
        for (int tap = 0; tap < TAPS; tap++) {
            NDArray from = m.getManager().create(taps.from()[tap]);
            NDArray weight = m.getManager()
                    .create(taps.weight()[tap], new Shape(taps.weight()[tap].length, 1, 1))
                    .toType(m.getDataType(), false);
            NDArray part = pixels.get(from).mul(weight);
            moved = moved == null ? part : moved.addi(part);
        }
        return moved.transpose(1, 0, 2);
    }

    /** Returns a map of pixels among themselves with both displaced, [heads, pixels, pixels], each row with the sum 1. */
    NDArray both(NDArray m) {
        NDArray moved = rows(rows(m).transpose(0, 2, 1)).transpose(0, 2, 1);
        return moved.div(moved.sum(new int[] {-1}, true));
    }

    /**
     * Returns the latents with the object where it goes, [1, channels, height, width], each pixel one of the given ones: what lies between
     * pixels would have less noise than the network expects.
     *
     * @param onto what the rest shows, likewise
     */
    NDArray carried(NDArray latents, NDArray onto) {
        int height = (int) latents.getShape().get(2);
        int width = (int) latents.getShape().get(3);
        float[] inside = shares(height, width, true);
        int[] from = new int[inside.length];
        boolean[] there = new boolean[inside.length];
        for (int i = 0; i < from.length; i++) {
            double[] p = origin((i % width + 0.5) / width, (i / width + 0.5) / height);
            int x = clip((int) Math.floor(p[0] * width + 1e-6), width);
            int y = clip((int) Math.floor(p[1] * height + 1e-6), height);
            there[i] = inside[i] >= 0.5f;
            from[i] = there[i] ? y * width + x : i;
        }
        NDArray flat = latents.reshape(latents.getShape().get(1), from.length).transpose();
        NDArray moved = flat.get(latents.getManager().create(from)).transpose().reshape(latents.getShape());
        NDArray mask = latents.getManager().create(there).reshape(1, 1, height, width);
        return NDArrays.where(mask.broadcast(latents.getShape()), moved, onto);
    }

    /** Returns where the object comes to, or what is filled where it was, as shares of pixels inside. */
    float[] shares(int height, int width, boolean now) {
        ImageMask mask = now ? object : filled(rim);
        float[] shares = new float[height * width];
        int all = POINTS * POINTS;
        for (int i = 0; i < shares.length; i++) {
            float sum = 0;
            for (int point = 0; point < all; point++) {
                double x = (i % width + (point % POINTS + 0.5) / POINTS) / width;
                double y = (i / width + (point / POINTS + 0.5) / POINTS) / height;
                double[] p = now ? origin(x, y) : new double[] {x, y};
                sum += share(mask, p[0], p[1]);
            }
            shares[i] = sum / all;
        }
        return shares;
    }

    /** Returns both places, with a pixel of the object's mask around the new one, and one at least around the old one. */
    public ImageMask places() {
        int width = object.width();
        float[] now = shares(object.height(), width, true);
        boolean[] inside = new boolean[now.length];
        for (int i = 0; i < inside.length; i++) inside[i] = now[i] >= OUTSIDE;
        inside = grown(inside, width, 1);
        ImageMask old = filled(Math.max(1, rim));
        for (int i = 0; i < inside.length; i++) inside[i] |= old.share(i / width, i % width) > 0;
        return ImageMask.of(inside, width);
    }

    /** Returns the old place with pixels around it. */
    private ImageMask filled(int around) {
        if (around == 0) return object;
        int width = object.width();
        boolean[] inside = new boolean[width * object.height()];
        for (int i = 0; i < inside.length; i++) inside[i] = object.share(i / width, i % width) > 0;
        return ImageMask.of(grown(inside, width, around), width);
    }

    private static boolean[] grown(boolean[] inside, int width, int by) {
        boolean[] grown = new boolean[inside.length];
        int height = inside.length / width;
        for (int i = 0; i < inside.length; i++) {
            if (!inside[i]) continue;
            for (int y = Math.max(0, i / width - by); y <= Math.min(height - 1, i / width + by); y++)
                for (int x = Math.max(0, i % width - by); x <= Math.min(width - 1, i % width + by); x++)
                    grown[y * width + x] = true;
        }
        return grown;
    }

    private static float share(ImageMask mask, double x, double y) {
        if (x < 0 || y < 0 || x >= 1 || y >= 1) return 0;
        return mask.share((int) (y * mask.height()), (int) (x * mask.width()));
    }

    /** Returns T⁻¹, in shares of the picture. */
    private double[] origin(double x, double y) {
        double[] c = object.middle();
        return new double[] {c[0] + (x - c[0] - dx) / zoom, c[1] + (y - c[1] - dy) / zoom};
    }

    /** For each tap the pixels that are taken, and with what weights. */
    private record Taps(int[][] from, float[][] weight) {}

    private Taps taps(int pixels) {
        int height = (int) Math.round(Math.sqrt((double) pixels * object.height() / object.width()));
        int width = pixels / height;
        if (width * height != pixels)
            throw new IllegalStateException(
                    pixels + " pixels are no picture of " + object.width() + " : " + object.height());
        float[] now = shares(height, width, true);
        float[] before = shares(height, width, false);
        boolean[] outside = new boolean[pixels];
        for (int i = 0; i < pixels; i++) outside[i] = now[i] < OUTSIDE && before[i] < OUTSIDE;
        int[] nearest = Nearest.of(outside, width);
        Taps taps = new Taps(new int[TAPS][pixels], new float[TAPS][pixels]);
        for (int i = 0; i < pixels; i++) {
            float left = Math.min(before[i], 1 - now[i]);
            double[] p = origin((i % width + 0.5) / width, (i / width + 0.5) / height);
            double x = p[0] * width - 0.5;
            double y = p[1] * height - 0.5;
            for (int corner = 0; corner < 4; corner++) {
                int u = (int) Math.floor(x) + corner % 2;
                int v = (int) Math.floor(y) + corner / 2;
                taps.from()[corner][i] = clip(v, height) * width + clip(u, width);
                taps.weight()[corner][i] = (float) (now[i] * (1 - Math.abs(x - u)) * (1 - Math.abs(y - v)));
            }
            taps.from()[4][i] = nearest[i];
            taps.weight()[4][i] = left;
            taps.from()[5][i] = i;
            taps.weight()[5][i] = 1 - now[i] - left;
        }
        return taps;
    }

    private static int clip(int i, int size) {
        return Math.max(0, Math.min(size - 1, i));
    }
}
