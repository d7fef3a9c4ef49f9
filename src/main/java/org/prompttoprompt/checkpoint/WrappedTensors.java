package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Tensors that stand before others of the same names: what they do not change is as the others have it. What the others have mapped, or
 * in half precision in their file, is not passed on: it would pass by what is changed.
 */
public abstract class WrappedTensors implements TensorSource {
    private final TensorSource stored;

    /** @param stored the others */
    protected WrappedTensors(TensorSource stored) {
        this.stored = stored;
    }

    /** Returns the others. */
    protected final TensorSource stored() {
        return stored;
    }

    @Override
    public Set<String> names() {
        return stored.names();
    }

    @Override
    public void require(String name, Shape shape) {
        stored.require(name, shape);
    }

    @Override
    public Optional<Path> file(String name) {
        return stored.file(name);
    }

    @Override
    public NDArray load(String name, Shape shape) {
        return stored.load(name, shape);
    }

    @Override
    public String toString() {
        return stored.toString();
    }
}
