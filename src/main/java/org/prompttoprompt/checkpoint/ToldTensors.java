package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.prompttoprompt.engine.Precision;

/** Tensors of whose reading somebody hears. They are as the others have them, in half precision in their file too. */
public final class ToldTensors extends WrappedTensors {
    private final LongConsumer read;

    /**
     * Reads nothing yet.
     *
     * @param stored the others
     * @param read hears how many numbers a tensor has that was read
     */
    public ToldTensors(TensorSource stored, LongConsumer read) {
        super(stored);
        this.read = read;
    }

    @Override
    public Optional<HalfInFile> half(String name, Shape shape, Precision computing) {
        Optional<HalfInFile> half = stored().half(name, shape, computing);
        if (half.isPresent()) read.accept(shape.size());
        return half;
    }

    @Override
    public NDArray load(String name, Shape shape) {
        NDArray tensor = super.load(name, shape);
        read.accept(shape.size());
        return tensor;
    }
}
