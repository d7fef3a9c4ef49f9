package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;

/**
 * Named tensors of one checkpoint, seen from one prefix, as a folder is seen from a working directory. A layer asks for
 * its tensors by their names in the file and the shapes that its architecture gives them; whatever nobody asked for is an
 * error in the end.
 *
 * <pre>{@code
 * Weights w = Weights.open(folder, manager);
 * NDArray q = w.at("attn1").get("to_q.weight", 320, 320);
 * ...
 * w.requireAllRead();
 * }</pre>
 */
public final class Weights {
    private static final int NAMES_SHOWN = 5;

    private final TensorSource source;
    private final String prefix;
    private final Set<String> unread;

    /** Reads from any source of tensors. */
    public Weights(TensorSource source) {
        this(source, "", new TreeSet<>(source.names()));
    }

    private Weights(TensorSource source, String prefix, Set<String> unread) {
        this.source = source;
        this.prefix = prefix;
        this.unread = unread;
    }

    /**
     * Opens a .safetensors file, an index of several (.safetensors.index.json), or the folder that holds either. On the CPU
     * float32 tensors stay in the file and are only mapped; halves are converted to float32 when first asked for.
     *
     * @throws Refusal if there is no such file, or it is not sound, or only a pickled one
     */
    public static Weights open(Path path, NDManager manager) {
        return new Weights(Checkpoint.open(path, manager));
    }

    /** Returns the weights below {@code name}: {@code at("attn2").at("to_q")} reads {@code attn2.to_q.*}. */
    public Weights at(Object name) {
        return new Weights(source, prefix + name + ".", unread);
    }

    /** Returns whether the checkpoint has this tensor. */
    public boolean has(String name) {
        return source.names().contains(prefix + name);
    }

    /**
     * Returns the tensor {@code name} as float32. It must never be changed in place: it may be the file itself.
     *
     * @throws Refusal if it is absent or has not exactly this shape, naming key and file
     */
    public NDArray get(String name, long... shape) {
        NDArray tensor = source.load(prefix + name, new Shape(shape));
        unread.remove(prefix + name);
        return tensor;
    }

    /** Declares that the network has no use for this tensor, if it is there. */
    public void ignore(String name) {
        unread.remove(prefix + name);
    }

    /**
     * Checks that every tensor of the checkpoint was asked for.
     *
     * @throws Refusal if not: the network built is then not the network stored
     */
    public void requireAllRead() {
        if (unread.isEmpty()) return;
        String names = unread.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        String more = unread.size() > NAMES_SHOWN ? " and " + (unread.size() - NAMES_SHOWN) + " more" : "";
        throw new Refusal(source + " holds tensors that its config.json does not call for: " + names + more
                + ". Config and weights are not of the same model, or the model is of a kind that is not supported.");
    }
}
