package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.function.UnaryOperator;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.Precision;

/**
 * Weights w held as q = round(w / s), an integer from -127 to 127, and s = max |w| / 127 of each output: symmetric quantisation by
 * channel (Krishnamoorthi 2018, arXiv 1806.08342, section 2). A layer takes s q, which is as wide as its precision as long as it
 * computes.
 *
 * @param q [out, ...], int8
 * @param scale [out, 1, ...], float32
 * @param precision in which the layer computes
 */
record EightBit(NDArray q, NDArray scale, Precision precision) implements LayerWeight {
    /** Returns the weights in eight bits, in no scope. */
    static EightBit of(NDArray weight, Precision precision) {
        NDArray scale = Ops.eightBitScale(weight);
        NDArray q = Ops.toEightBit(weight, scale);
        NDScope.unregister(q, scale);
        return new EightBit(q, scale, precision);
    }

    @Override
    public NDArray with(UnaryOperator<NDArray> layer) {
        // In half precision nothing of single precision is left while the layer computes.
        try (NDArray weight = precision.of(Ops.fromEightBit(q, scale))) {
            return layer.apply(weight);
        }
    }
}
