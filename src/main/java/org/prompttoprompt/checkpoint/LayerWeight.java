package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/** The weights of a linear or convolutional layer, [out, ...], however they are held. */
@FunctionalInterface
public interface LayerWeight {
    /** Weights of fewer numbers than these are held as they are computed with: there is nothing to save. */
    long WORTH = 1 << 16;

    /**
     * Computes with the weights.
     *
     * @param layer takes them in the precision of the network, and neither keeps nor changes them
     * @return what the layer gives
     */
    NDArray with(UnaryOperator<NDArray> layer);

    /** Holds them as they are computed with. */
    static LayerWeight of(NDArray weight) {
        return layer -> layer.apply(weight);
    }
}
