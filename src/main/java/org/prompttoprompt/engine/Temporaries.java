package org.prompttoprompt.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.function.Supplier;

/** Bounds the life of the arrays that a block of layers makes on the way to its result. */
public final class Temporaries {
    private Temporaries() {}

    /**
     * Runs a block and closes every array that it made, except the new array that it returns: that one passes into the
     * scope of the caller, if it has one, else it lives as long as its manager.
     */
    public static NDArray closedAfter(Supplier<NDArray> block) {
        NDArray result;
        try (NDScope scope = new NDScope()) {
            result = block.get();
            NDScope.unregister(result);
        }
        NDScope.register(result);
        return result;
    }
}
