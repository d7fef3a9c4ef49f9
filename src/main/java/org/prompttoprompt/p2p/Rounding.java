package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;

/**
 * How far rounding may take two computations of one product M V apart, as a share of its size (Higham 2002, chapter 3).
 *
 * @param unit half the distance from 1 to the next number of a precision
 */
record Rounding(double unit) {
    /** Single precision takes other ways to the same exponentials and sums, which no unit tells. */
    private static final double LEAST = 1e-4;

    /** Returns that of the precision in which an array is. */
    static Rounding of(NDArray x) {
        return new Rounding(
                switch (x.getDataType()) {
                    case FLOAT32 -> 0x1p-24;
                    case FLOAT16 -> 0x1p-11;
                    default -> 0x1p-8; // bfloat16, which DJL has no name for
                });
    }

    /**
     * Returns the share that rounding explains at the very most: each of the two rounds its scores, which moves a map's entry by up to
     * twice a score's error, and then its map and its product.
     *
     * @param score the largest absolute QK^T / sqrt(d)
     */
    double explains(double score) {
        return Math.max(LEAST, unit * (4 * score + 8));
    }

    /**
     * Returns the share from which on the effect of an edit stands out where the same operations are done twice: then few numbers round
     * differently. One score that does moves the product of its head by up to half of what it moves itself, and that of all heads by less.
     */
    double visible(double score) {
        return Math.max(LEAST, unit * (2 + score / 2));
    }
}
