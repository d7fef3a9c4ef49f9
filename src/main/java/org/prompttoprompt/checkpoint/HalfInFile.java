package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.function.UnaryOperator;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.Precision;

/**
 * Weights that stay in their file, in half precision, and are single as long as a layer computes: to the bit what a copy of them is.
 *
 * @param numbers of any shape, mapped from the file as long as their manager lives
 * @param precision of these
 */
public record HalfInFile(NDArray numbers, Precision precision) implements LayerWeight {
    /** Returns whether weights of a type stay in their file where a network computes in a precision. */
    static boolean serves(String type, Precision computing) {
        return switch (type) {
            case "F16" -> computing == Precision.FLOAT32;
            case "BF16" -> computing != Precision.FLOAT16;
            default -> false;
        };
    }

    /** Returns a part of them, or all in another order of axes. */
    public HalfInFile seen(UnaryOperator<NDArray> view) {
        NDArray seen = view.apply(numbers);
        NDScope.unregister(seen);
        return new HalfInFile(seen, precision);
    }

    /** Returns them for a layer that computes in this precision. */
    LayerWeight in(Precision computing) {
        return computing == precision ? LayerWeight.of(numbers) : this;
    }

    @Override
    public NDArray with(UnaryOperator<NDArray> layer) {
        try (NDArray single = Ops.toFloat32ForNow(numbers)) {
            return layer.apply(single);
        }
    }
}
