package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.Kernels.call;
import static org.prompttoprompt.engine.Kernels.number;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;

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

    /** So that these times the keys stay in the processor's caches. */
    private static final int HEADS_AT_ONCE = 2;

    private static final int QUERIES_AT_ONCE = 256;

    private Exponentials() {}

    /** Returns whether to attend so: on a CPU, in single precision, without gradients, where it pays. */
    static boolean pays(NDArray q, NDArray k, int heads) {
        return k.getShape().get(1) >= FEWEST_KEYS
                && q.getShape().get(2) / heads <= WIDEST_HEAD
                && Kernels.isSingleOnCpu(q)
                && !JniUtils.isGradMode();
    }

    /** Attends from q [rows, queries, channels] to k and v [rows, keys, channels]. */
    static NDArray attend(NDArray q, NDArray k, NDArray v, int heads) {
        return call(
                "sums_of_exponentials",
                q,
                k,
                v,
                number(heads),
                WorkSpace.LAYER.of(
                        HEADS_AT_ONCE * QUERIES_AT_ONCE * k.getShape().get(1)),
                number(HEADS_AT_ONCE),
                number(QUERIES_AT_ONCE));
    }
}
