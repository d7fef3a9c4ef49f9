package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.Kernels.call;
import static org.prompttoprompt.engine.Kernels.number;

import ai.djl.ndarray.NDArray;

/**
 * The parts of a feed-forward layer of many pixels, on a CPU, whose wide results lie in memory that is kept: the system fills fresh memory
 * with zeros, and products into it take a quarter longer. They are the same to the bit as {@link Ops#geglu} and PyTorch's linear layers
 * give. Where oneDNN is quicker, its products have memory of their own, and its digits.
 */
public final class GatedLayer {
    private GatedLayer() {}

    /** Returns whether to compute x so: on a CPU, in single precision, without gradients. */
    public static boolean pays(NDArray x) {
        return Kernels.mayKeep(x);
    }

    /**
     * Returns whether each part of x [rows, pixels, channels] must be of one row, and as large as those of all other rows: where oneDNN
     * computes, a product's last digits depend on how many pixels there are.
     */
    public static boolean rowByRow(NDArray x) {
        return WideLinear.paysFor(x, x.getShape().get(1), x.getShape().get(2));
    }

    /**
     * Returns x W^T + b in the memory that is kept, until the thread's next layer, or in its own.
     *
     * @param x [n, in]
     * @param weight [2 wide, in]
     * @param bias [2 wide]
     */
    public static NDArray wide(NDArray x, NDArray weight, NDArray bias) {
        return WideLinear.paysForPart(x, weight) ? WideLinear.forward(x, weight, bias) : wideByChoice(x, weight, bias);
    }

    /** {@link #wide} by the program that the library chooses. */
    static NDArray wideByChoice(NDArray x, NDArray weight, NDArray bias) {
        return call(
                "linear_kept",
                x,
                weight,
                bias,
                work(x.getShape().get(0), weight.getShape().get(0)));
    }

    /** Returns {@link Ops#geglu} of what {@link #wide} has returned, [n, wide], behind it in the same memory. */
    public static NDArray gated(NDArray x) {
        return call("geglu_kept", x, work(x.getShape().get(0), x.getShape().get(1)));
    }

    /** Puts x W^T + b, [n, out], into rows of the result [more, out] from one on. */
    public static void into(NDArray x, NDArray weight, NDArray bias, NDArray result, long row) {
        if (WideLinear.paysForPart(x, weight)) WideLinear.into(x, weight, bias, result, row);
        else call("linear_into", x, weight, bias, result, number((int) row)).close();
    }

    private static NDArray work(long rows, long columns) {
        return WorkSpace.LAYER.of(rows * (columns + columns / 2));
    }
}
