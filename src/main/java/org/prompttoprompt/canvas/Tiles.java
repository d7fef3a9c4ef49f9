package org.prompttoprompt.canvas;

import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Frame;

/**
 * A picture larger than the model's, drawn in tiles that overlap by a quarter. Where they do, each counts by its distance from
 * its rim, so that no seam is seen.
 *
 * @param width of the tile
 * @param height likewise
 */
record Tiles(int width, int height) {
    private static final int OVERLAP = 4;

    /** Draws a picture of a tile's size, red, green and blue from 0 to 1, [3][pixels], inside of a mask, [pixels]. */
    interface Drawing {
        EditResult draw(float[][] picture, float[] mask, String note);
    }

    /** Returns the first of the offsets at which tiles of {@code size} cover {@code whole}, and the others. */
    static List<Integer> offsets(int whole, int size) {
        List<Integer> offsets = new ArrayList<>();
        int n = Math.max(1, (int) Math.ceil((whole - size) / (size * (1 - 1.0 / OVERLAP))) + 1);
        for (int i = 0; i < n; i++) offsets.add(n == 1 ? 0 : (int) Math.round((double) i * (whole - size) / (n - 1)));
        return offsets;
    }

    /** Draws every tile that the mask reaches; the others keep the picture. */
    EditResult draw(float[][] picture, float[] mask, int wide, int high, Drawing drawing) {
        List<EditResult> results = new ArrayList<>();
        List<float[]> sums = new ArrayList<>();
        float[] shares = new float[wide * high];
        List<int[]> tiles = new ArrayList<>();
        for (int y : offsets(high, height)) for (int x : offsets(wide, width)) tiles.add(new int[] {x, y});
        tiles.removeIf(tile -> !reaches(cut(mask, wide, tile)));
        for (int[] tile : tiles) {
            float[][] part = new float[3][];
            for (int c = 0; c < 3; c++) part[c] = cut(picture[c], wide, tile);
            String note = "tile " + (results.size() + 1) + " of " + tiles.size();
            EditResult result = drawing.draw(part, cut(mask, wide, tile), note);
            if (result.cancelled()) return result;
            results.add(result);
            add(result, tile, wide, sums, shares);
        }
        return whole(results.get(0), results.size(), picture, wide, high, sums, shares);
    }

    private static boolean reaches(float[] mask) {
        for (float value : mask) if (value > 0) return true;
        return false;
    }

    private float[] cut(float[] values, int wide, int[] tile) {
        float[] part = new float[width * height];
        for (int y = 0; y < height; y++)
            System.arraycopy(values, (tile[1] + y) * wide + tile[0], part, y * width, width);
        return part;
    }

    private void add(EditResult result, int[] tile, int wide, List<float[]> sums, float[] shares) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float share = ramp(x, width) * ramp(y, height);
                int to = (tile[1] + y) * wide + tile[0] + x;
                shares[to] += share;
                for (int f = 0; f < result.frames().size(); f++) {
                    int rgb = result.frames().get(f).image().update(null).getCurrentStorageArray()[y * width + x];
                    for (int c = 0; c < 3; c++) {
                        if (sums.size() <= 3 * f + c) sums.add(new float[shares.length]);
                        sums.get(3 * f + c)[to] += share * (rgb >> 16 - 8 * c & 255);
                    }
                }
            }
        }
    }

    private static float ramp(int i, int size) {
        return Math.min(1, (Math.min(i, size - 1 - i) + 1) / (size / (float) OVERLAP));
    }

    private static EditResult whole(
            EditResult first, int tiles, float[][] picture, int wide, int high, List<float[]> sums, float[] shares) {
        List<Frame> frames = new ArrayList<>();
        for (int f = 0; f < first.frames().size(); f++) {
            int[] argb = new int[shares.length];
            for (int i = 0; i < argb.length; i++) {
                argb[i] = 0xff000000;
                for (int c = 0; c < 3; c++) {
                    float value = shares[i] > 0 ? sums.get(3 * f + c)[i] / shares[i] : 255 * picture[c][i];
                    argb[i] |= Math.round(value) << 16 - 8 * c;
                }
            }
            Frame one = first.frames().get(f);
            frames.add(new Frame(one.label(), one.values(), one.source(), ArrayImgs.argbs(argb, wide, high)));
        }
        return first.withFrames(frames, first.report() + "\n" + tiles + " tiles like this");
    }
}
