package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.prompttoprompt.engine.Precision;

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
     * Returns these tensors mapped from the file on the CPU, where they else are copied: those of single precision, and the {@link #half}
     * ones. They need no memory of their own, but whoever cuts the file meanwhile ends Java.
     */
    default TensorSource mapped() {
        return this;
    }

    /**
     * Returns a tensor as its file holds it, mapped, where that is in half precision and a network can use it so.
     *
     * @param computing what it computes in
     * @return empty where {@link #load} is the way: nothing is mapped, or something is merged in
     * @throws org.prompttoprompt.Refusal as that does
     */
    default Optional<HalfInFile> half(String name, Shape shape, Precision computing) {
        return Optional.empty();
    }

    /** Returns the names of all tensors that must be read for the network to be the one stored. */
    Set<String> names();

    /**
     * Refuses what {@link #load} would refuse before it reads a number: by the headers of the files alone. What is made and not read is
     * always there.
     *
     * @throws org.prompttoprompt.Refusal if the tensor is absent, of another shape, or stored as nobody reads it
     */
    default void require(String name, Shape shape) {}

    /** Returns the file that holds a tensor, empty where none is told. */
    default Optional<Path> file(String name) {
        return Optional.empty();
    }

    /**
     * Returns a tensor as float32: a new array, which the caller owns but never changes in place, for it may be the file itself.
     *
     * @throws org.prompttoprompt.Refusal as {@link #require} does, naming key and file
     */
    NDArray load(String name, Shape shape);
}
