package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.Kernels.call;
import static org.prompttoprompt.engine.Kernels.number;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A feed-forward layer of many pixels, on a CPU, part by part. Its wide results lie in memory that is kept: the system fills fresh memory
 * with zeros, and products into it take a quarter longer. They are those of {@link Ops#geglu} and PyTorch's linear layers, to
 * the bit but for products of few pixels with AVX512, which MKL adds up in another order. Where oneDNN is quicker, its products have
 * memory of their own, and its digits.
 */
public final class GatedLayer {
    private final long pixels;
    private final long together;
    private final long part;
    private final boolean oneDnn;

    /**
     * So many pixels that are computed at once.
     *
     * @param begin of all rows' pixels, the first
     * @param end the one behind the last
     */
    public record Part(long begin, long end) {}

    /**
     * Parts of x [rows, pixels, channels] by oneDNN are of one row each, and as large as those of all other rows: the last digits of
     * its products depend on how many pixels there are.
     */
    private GatedLayer(NDArray x, long most) {
        long row = x.getShape().get(1);
        long ofARow = divided(row, divided(row, most));
        long last = (row - 1) % ofARow + 1;
        pixels = x.getShape().get(0) * row;
        oneDnn = WideLinear.paysFor(last, x.getShape().get(2));
        together = oneDnn ? row : pixels;
        part = oneDnn ? ofARow : divided(pixels, divided(pixels, most));
    }

    /**
     * Returns how x is computed; empty where it is not so: it must be on a CPU, in single precision, without gradients.
     *
     * @param x [rows, pixels, channels]
     * @param most pixels at once, 1 or more
     */
    public static Optional<GatedLayer> of(NDArray x, long most) {
        return Kernels.mayKeep(x) ? Optional.of(new GatedLayer(x, most)) : Optional.empty();
    }

    private static long divided(long number, long by) {
        return (number + by - 1) / by;
    }

    /** Returns the parts, one behind the other. */
    public Stream<Part> parts() {
        return steps(0, pixels, together).flatMap(all -> steps(all.begin, all.end, part));
    }

    private static Stream<Part> steps(long begin, long end, long step) {
        return LongStream.iterate(begin, i -> i < end, i -> i + step)
                .mapToObj(i -> new Part(i, Math.min(end, i + step)));
    }

    /**
     * Returns x W^T + b in the memory that is kept, until the thread's next layer, or in its own.
     *
     * @param x a part, [n, in]
     * @param weight [2 wide, in]
     * @param bias [2 wide]
     */
    public NDArray wide(NDArray x, NDArray weight, NDArray bias) {
        return oneDnn ? WideLinear.forward(x, weight, bias) : wideByChoice(x, weight, bias);
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
    public void into(NDArray x, NDArray weight, NDArray bias, NDArray result, long row) {
        if (oneDnn) WideLinear.into(x, weight, bias, result, row);
        else call("linear_into", x, weight, bias, result, number((int) row)).close();
    }

    private static NDArray work(long rows, long columns) {
        return WorkSpace.LAYER.of(rows * (columns + columns / 2));
    }
}
