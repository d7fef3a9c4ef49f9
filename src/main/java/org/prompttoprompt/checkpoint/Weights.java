package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.MappedPages;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.Precision;

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
    private final Precision precision;
    private final HeldAs held;
    /** Whether all tensors are known to be numbers. */
    private final boolean sound;

    private final Map<String, NDArray> loaded;

    /** Reads from any source of tensors. */
    public Weights(TensorSource source) {
        this(source, Precision.FLOAT32, HeldAs.FULL, false);
    }

    /** Reads from any source, and gives tensors of this precision, those of layers held so. */
    Weights(TensorSource source, Precision precision, HeldAs held, boolean sound) {
        this(source, "", new TreeSet<>(source.names()), precision, held, sound, new HashMap<>());
    }

    private Weights(
            TensorSource source,
            String prefix,
            Set<String> unread,
            Precision precision,
            HeldAs held,
            boolean sound,
            Map<String, NDArray> loaded) {
        this.source = source;
        this.prefix = prefix;
        this.unread = unread;
        this.precision = precision;
        this.held = held;
        this.sound = sound;
        this.loaded = loaded;
    }

    /** Returns the type of all numbers: what the layers compute in. */
    public Precision precision() {
        return precision;
    }

    /**
     * Opens a .safetensors file, an index of several (.safetensors.index.json), or the folder that holds either. Tensors are read
     * when first asked for, halves converted to float32.
     *
     * @throws Refusal if there is no such file, or it is not sound, or only a pickled one
     */
    public static Weights open(Path path, NDManager manager) {
        return Opening.PLAIN.weights(path, manager);
    }

    /** Returns the files that {@link #open} reads: one, or an index and those that it joins. */
    public static List<Path> files(Path path) {
        return Checkpoint.open(path, null).paths();
    }

    /** Returns the weights below {@code name}: {@code at("attn2").at("to_q")} reads {@code attn2.to_q.*}. */
    public Weights at(Object name) {
        return new Weights(source, prefix + name + ".", unread, precision, held, sound, loaded);
    }

    /** Returns whether the checkpoint has this tensor. */
    public boolean has(String name) {
        return source.names().contains(prefix + name);
    }

    /**
     * Returns the tensor {@code name}, the same array at each call. It must never be changed in place: it may be the file itself.
     *
     * @throws Refusal if it is absent, has not exactly this shape, or holds what is no number, naming key and file
     */
    public NDArray get(String name, long... shape) {
        String full = prefix + name;
        NDArray tensor = loaded.computeIfAbsent(full, key -> load(key, new Shape(shape)));
        unread.remove(full);
        return tensor;
    }

    /**
     * Returns the weights {@code name}, [out, ...], of a linear or convolutional layer, which asks once.
     *
     * @throws Refusal as {@link #get} does
     */
    public LayerWeight layer(String name, long... shape) {
        Shape as = new Shape(shape);
        if (held == HeldAs.FULL || as.size() < LayerWeight.WORTH)
            return half(name, as).map(half -> half.in(precision)).orElseGet(() -> LayerWeight.of(get(name, shape)));
        try (NDArray tensor = read(prefix + name, as)) {
            unread.remove(prefix + name);
            return EightBit.of(tensor, precision);
        } finally {
            MappedPages.forgetNew();
        }
    }

    /**
     * Returns the table {@code name}, [rows, dim], in the precision in which it lies: rows that are taken from it may have to be
     * converted.
     *
     * @throws Refusal as {@link #get} does
     */
    public NDArray table(String name, long rows, long dim) {
        return half(name, new Shape(rows, dim)).map(HalfInFile::numbers).orElseGet(() -> get(name, rows, dim));
    }

    /** Returns what can stay in its file so, and is worth it. */
    private Optional<HalfInFile> half(String name, Shape shape) {
        if (shape.size() < LayerWeight.WORTH || !has(name)) return Optional.empty();
        Optional<HalfInFile> half = source.half(prefix + name, shape, precision);
        half.ifPresent(found -> {
            unread.remove(prefix + name);
            if (sound) return;
            try (NDArray single = Ops.toFloat32(found.numbers())) {
                requireFinite(single, prefix + name);
            } finally {
                MappedPages.forgetNew();
            }
        });
        return half;
    }

    private NDArray read(String name, Shape shape) {
        NDArray tensor = source.load(name, shape);
        if (!sound) requireFinite(tensor, name);
        return tensor;
    }

    private void requireFinite(NDArray tensor, String name) {
        Finite.require(
                tensor,
                source.file(name).orElse(null),
                name + " of " + source,
                "another copy of the model, such as one in full precision");
    }

    private NDArray load(String name, Shape shape) {
        NDArray given = precision.of(read(name, shape));
        MappedPages.forgetNew();
        return given;
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
                + ". Config and weights are not of the same model, or the model is of a kind that is not supported:"
                + " take both from the same one, or choose another.");
    }
}
