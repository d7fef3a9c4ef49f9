package org.prompttoprompt.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Set;
import org.prompttoprompt.checkpoint.TensorSource;

/** Gives every tensor that a network asks for, so that its configuration alone decides whether it is built. */
record RandomTensors(NDManager manager) implements TensorSource {
    @Override
    public Set<String> names() {
        return Set.of();
    }

    @Override
    public NDArray load(String name, Shape shape) {
        return manager.randomNormal(shape).mul(0.02);
    }
}
