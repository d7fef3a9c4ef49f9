package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Set;

/** Where {@link Weights} come from: tensors by their full names. {@code toString} says it to a reader, as a file name. */
public interface TensorSource {
    /**
     * Opens a .safetensors file, an index of several, or the folder that holds either.
     *
     * @throws org.prompttoprompt.Refusal if there is no such file, or it is not sound, or only a pickled one
     */
    static TensorSource open(Path path, NDManager manager) {
        return Checkpoint.open(path, manager);
    }

    /**
     * Returns these tensors with those of single precision mapped from the file on the CPU, where they else are copied: they need no
     * memory of their own, but whoever cuts the file meanwhile ends Java.
     */
    default TensorSource mapped() {
        return this;
    }

    /** Returns the names of all tensors that must be read for the network to be the one stored. */
    Set<String> names();

    /**
     * Returns a tensor as float32: a new array, which the caller owns but never changes in place, for it may be the file itself.
     *
     * @throws org.prompttoprompt.Refusal if it is absent or of another shape, naming key and file
     */
    NDArray load(String name, Shape shape);
}
