package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Tensors that stand before others of the same names: what they do not change is as the others have it. */
public interface WrappedTensors extends TensorSource {
    /** Returns the others. */
    TensorSource stored();

    @Override
    default Set<String> names() {
        return stored().names();
    }

    @Override
    default void require(String name, Shape shape) {
        stored().require(name, shape);
    }

    @Override
    default Optional<Path> file(String name) {
        return stored().file(name);
    }
}
