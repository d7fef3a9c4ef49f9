package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.prompttoprompt.engine.Ops;

/**
 * What an attention layer multiplied at one pixel of every row, or at all pixels, and what it made of it.
 *
 * @param q queries, [rows, pixels, channels]
 * @param k keys, [rows, keys, channels]; v values, likewise
 * @param product maps times v, [rows, pixels, channels]
 * @param p the pixel; all of them where it is negative
 */
record AttentionPixel(NDArray q, NDArray k, NDArray v, NDArray product, int heads, int p) {
    AttentionPixel all() {
        return new AttentionPixel(q, k, v, product, heads, -1);
    }

    /** Returns the row's own map, [heads, 1, keys]. */
    NDArray freeMap(int row) {
        return Ops.probs(at(q, row), whole(k, row), heads).get(0);
    }

    /** Returns this pixel of a map [heads, pixels, keys]. */
    NDArray of(NDArray map) {
        return p < 0 ? map : map.get(":, " + p + ":" + (p + 1));
    }

    /** Returns a map [heads, 1, keys] times the row's V, [1, 1, channels]. */
    NDArray times(NDArray map, int row) {
        return Ops.applyProbs(map.expandDims(0), whole(v, row));
    }

    /** Returns how far what the layer made of a row is from what it should be. */
    double off(NDArray expected, int row) {
        return distance(expected, at(product, row));
    }

    /** Returns the most that rounding explains of what is off in a product [1, 1, channels] of a row. */
    double rounding(NDArray expected, int row, double score) {
        return rounding().explains(score) * size(expected, row);
    }

    /**
     * Returns how near to an edit is what was used.
     *
     * @param mHat the map that the edit gives, [heads, 1, keys]
     * @param free the row's own
     * @param score the largest of those that either was made of
     */
    Proof.Edited edited(NDArray mHat, NDArray free, int row, double score) {
        NDArray expected = times(mHat, row);
        NDArray own = times(free, row);
        double size = size(expected, row);
        return new Proof.Edited(
                off(expected, row),
                off(own, row),
                distance(expected, own),
                rounding().explains(score) * size,
                rounding().visible(score) * size);
    }

    /** Values may cancel each other in a product, so its own size does not tell enough. */
    private double size(NDArray expected, int row) {
        return norm(expected) + Ops.toFloat32(whole(v, row).abs().max()).getFloat();
    }

    /**
     * Returns the largest absolute score of a row, over all heads; of all pixels no less than that, by their lengths (Cauchy and Schwarz).
     * Single precision grants more than any score explains, so it is not looked for there.
     */
    double score(int row) {
        if (q.getDataType() == DataType.FLOAT32) return 0;
        NDArray queries = byHead(at(q, row));
        NDArray keys = byHead(whole(k, row));
        double most = p < 0
                ? longest(queries) * longest(keys)
                : queries.matMul(keys.transpose(0, 2, 1)).abs().max().getFloat();
        return most / Math.sqrt((double) q.getShape().get(2) / heads);
    }

    private static double longest(NDArray vectors) {
        return Math.sqrt(vectors.square().sum(new int[] {2}).max().getFloat());
    }

    /** Returns [heads, n, channels of one], in float32, of [1, n, channels]. */
    private NDArray byHead(NDArray x) {
        long n = x.getShape().get(1);
        return Ops.toFloat32(x).reshape(n, heads, -1).transpose(1, 0, 2);
    }

    Rounding rounding() {
        return Rounding.of(v);
    }

    /** Returns the Euclidean distance of two arrays of one shape. */
    static double distance(NDArray a, NDArray b) {
        return norm(Ops.toFloat32(a).sub(Ops.toFloat32(b)));
    }

    static double norm(NDArray x) {
        return Math.sqrt(Ops.toFloat32(x).square().sum().getFloat());
    }

    private NDArray at(NDArray rows, int row) {
        return p < 0 ? whole(rows, row) : rows.get(row + ":" + (row + 1) + ", " + p + ":" + (p + 1));
    }

    private static NDArray whole(NDArray rows, int row) {
        return rows.get(row + ":" + (row + 1));
    }
}
