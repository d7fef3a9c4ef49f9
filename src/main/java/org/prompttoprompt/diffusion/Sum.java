package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;

/** Sums of arrays by weights. */
final class Sum {
    private Sum() {}

    /** Returns a·x + b·y, a new array. */
    static NDArray of(double a, NDArray x, double b, NDArray y) {
        return x.mul(a).addi(y.mul(b));
    }

    /** Returns the sum of the newest {@code weights.length} arrays of the past, the newest first, a new array. */
    static NDArray of(double[] weights, Past past) {
        NDArray sum = past.get(0).mul(weights[0]);
        for (int k = 1; k < weights.length; k++) sum.addi(past.get(k).mul(weights[k]));
        return sum;
    }
}
