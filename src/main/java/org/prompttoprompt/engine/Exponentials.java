package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.Kernels.call;
import static org.prompttoprompt.engine.Kernels.number;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Attention of many pixels without maps, as sum_j exp(s_ij) v_j / sum_j exp(s_ij), s = QK^T / sqrt(d), of some heads and queries after
 * the others. The library's program subtracts from each row its largest s first, and rescales what it has as it finds a larger one. An s
 * whose exponential needs that, beyond 69, is rare; where the sums show that there was one, that program computes the layer again.
 */
final class Exponentials {
    /** With fewer keys, there is nothing to save. */
    private static final long FEWEST_KEYS = 1024;

    /** With wider heads, the products take so long that nothing else counts. */
    private static final long WIDEST_HEAD = 128;

    /**
     * From so many channels on, the library's program may be {@link QuickerProgram#ATTENTION quicker}: smaller networks are not to be drawn by
     * another on another computer, and not to wait for a measurement.
     */
    private static final long MEASURED_FROM = 256;

    /** As many as there are threads, up to this. Of one row, never of two: a row must not be computed otherwise because of those beside it. */
    private static final int MOST_HEADS = 8;

    /** The scores of a head then stay near its processor: 2 MB with 4096 keys. */
    private static final long MOST_QUERIES = 128;

    /** So many scores are held at once, 32 MB. */
    private static final long MOST_SCORES = 8 << 20;

    private Exponentials() {}

    /** Returns whether to attend so: on a CPU, in single precision, without gradients, where it pays and is quicker. */
    static boolean pays(NDArray q, NDArray k, int heads) {
        long channels = q.getShape().get(2);
        return k.getShape().get(1) >= FEWEST_KEYS
                && channels / heads <= WIDEST_HEAD
                && Kernels.mayKeep(q)
                && (channels < MEASURED_FROM || QuickerProgram.ATTENTION.isFirst());
    }

    /** Attends from q [rows, queries, channels] to k and v [rows, keys, channels]. */
    static NDArray attend(NDArray q, NDArray k, NDArray v, int heads) {
        Parts parts = Parts.of(q.getShape(), k.getShape().get(1), heads);
        return call(
                "sums_of_exponentials",
                q,
                k,
                v,
                number(heads),
                WorkSpace.LAYER.of(parts.numbers()),
                number(parts.heads),
                number((int) parts.queries));
    }

    /**
     * What is worked on at once.
     *
     * @param heads of a row, a divisor of all
     * @param all heads of a row
     * @param queries of each
     * @param pixels of a row; keys likewise
     * @param channels of all heads
     */
    record Parts(int heads, int all, long queries, long pixels, long keys, long channels) {
        static Parts of(Shape q, long keys, int all) {
            int heads = Math.max(2, Math.min(MOST_HEADS, Integer.highestOneBit(PyTorch.threads())));
            while (all % heads != 0) heads /= 2;
            long queries = Math.max(1, Math.min(MOST_QUERIES, MOST_SCORES / (heads * keys)));
            return new Parts(heads, all, Math.min(queries, q.get(1)), q.get(1), keys, q.get(2));
        }

        /** Returns how many numbers the kernel needs on the way: scores, a row's queries, keys and values, and products. */
        long numbers() {
            long products = heads * queries * (channels / all + 1);
            return heads * queries * keys + (pixels + keys) * channels + keys * (channels + all) + products;
        }
    }
}
