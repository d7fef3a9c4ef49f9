package org.prompttoprompt.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/** Rows of a batch, its first axis. */
public final class Rows {
    private Rows() {}

    /** Returns these rows in this order, copied; a row may be named more than once. */
    public static NDArray select(NDArray batch, int[] rows) {
        NDList selected = new NDList();
        for (int row : rows) selected.add(batch.get(row + ":" + (row + 1)));
        return NDArrays.concat(selected);
    }
}
