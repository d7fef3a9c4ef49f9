package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Set;

/** Gives every tensor that a network asks for: weights that keep the variance of what they are applied to, as long as the manager lives. */
public record RandomTensors(NDManager manager, Set<String> names) implements TensorSource {
    /** Without those that a network asks for only where they are. */
    public RandomTensors(NDManager manager) {
        this(manager, Set.of());
    }

    /** Those of a part of a model, with what Stable Diffusion XL must have. */
    public static RandomTensors of(String part, NDManager manager) {
        return new RandomTensors(manager, part.equals("text_encoder_2") ? Set.of("text_projection.weight") : Set.of());
    }

    @Override
    public NDArray load(String name, Shape shape) {
        if (name.endsWith("bias")) return manager.zeros(shape);
        if (shape.dimension() == 1) return manager.ones(shape);
        double fanIn = (double) shape.size() / shape.get(0);
        return manager.randomNormal(0f, (float) (1 / Math.sqrt(fanIn)), shape, DataType.FLOAT32);
    }

    @Override
    public String toString() {
        return "random weights";
    }
}
