package org.prompttoprompt.unet;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prompttoprompt.engine.Rows;

/**
 * Which rows of a call have the same latents, as both halves of the guidance have, and source and targets before their first step. Until
 * they first look at their prompts, all layers give them the same, and compute it once.
 *
 * @param first of each group of rows that are alike
 * @param group of each row
 */
record AlikeRows(int[] first, int[] group) {
    /** Each row is computed by itself. */
    static final AlikeRows NONE = new AlikeRows(new int[0], new int[0]);

    /**
     * Compares the rows of latents [rows, channels, height, width]; on a GPU, which would have to be waited for, none is said to be like
     * another.
     */
    static AlikeRows of(NDArray latents) {
        Shape shape = latents.getShape();
        int rows = (int) shape.get(0);
        if (rows == 1 || !latents.getDevice().equals(Device.cpu())) return NONE;
        float[] all = latents.toFloatArray();
        int each = all.length / rows;
        List<Integer> first = new ArrayList<>();
        int[] group = new int[rows];
        for (int row = 0; row < rows; row++) {
            int at = 0;
            while (at < first.size() && !same(all, each, first.get(at), row)) at++;
            if (at == first.size()) first.add(row);
            group[row] = at;
        }
        if (first.size() == rows) return NONE;
        return new AlikeRows(first.stream().mapToInt(Integer::intValue).toArray(), group);
    }

    private static boolean same(float[] all, int each, int one, int other) {
        return Arrays.equals(all, one * each, (one + 1) * each, all, other * each, (other + 1) * each);
    }

    /** Returns whether any row is like another. */
    boolean any() {
        return first.length < group.length;
    }

    /** Returns one row of each group, copied. */
    NDArray some(NDArray all) {
        return Rows.select(all, first);
    }

    /** Returns all rows, given one of each group, copied. */
    NDArray all(NDArray some) {
        return Rows.select(some, group);
    }
}
