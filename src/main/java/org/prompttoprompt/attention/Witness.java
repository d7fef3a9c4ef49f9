package org.prompttoprompt.attention;

import ai.djl.ndarray.NDArray;

/**
 * Looks at what an attention layer multiplied, after it did: a control that asks for one proves by it that its maps were
 * used, whatever was done with them on the way.
 */
@FunctionalInterface
public interface Witness {
    /**
     * Sees the operands of all rows of the batch and what the layer made of them. All belong to the caller and must not be
     * changed.
     *
     * @param q queries as the layer used them, [rows, pixels, channels]
     * @param k keys, [rows, keys, channels]
     * @param v values, [rows, keys, channels]
     * @param product maps times v, [rows, pixels, channels]
     * @param heads among which the channels are divided
     */
    void saw(NDArray q, NDArray k, NDArray v, NDArray product, int heads);

    /** Returns one that looks after this one has. */
    default Witness and(Witness other) {
        return (q, k, v, product, heads) -> {
            saw(q, k, v, product, heads);
            other.saw(q, k, v, product, heads);
        };
    }
}
