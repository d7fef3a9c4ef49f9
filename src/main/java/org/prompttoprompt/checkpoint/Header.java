package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.prompttoprompt.Refusal;

/**
 * What a .safetensors file says of itself, read without its tensors.
 *
 * @param path of the file
 * @param shapes of its tensors by their names
 * @param types of their numbers, as the format calls them: {@code F32}, {@code F16}, {@code BF16}
 * @param metadata its notes, texts by their names
 */
public record Header(Path path, Map<String, Shape> shapes, Map<String, String> types, Map<String, String> metadata) {
    /**
     * Reads the header of a file.
     *
     * @throws Refusal if it cannot be read, is pickled or is not sound
     */
    public static Header read(Path file) {
        Safetensors read = Safetensors.of(WeightFiles.find(file));
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Map<String, String> types = new HashMap<>();
        read.entries().forEach((name, entry) -> {
            shapes.put(name, entry.shape());
            types.put(name, entry.type());
        });
        return new Header(file, Collections.unmodifiableMap(shapes), Map.copyOf(types), Map.copyOf(read.metadata()));
    }

    /**
     * Reads the header of a file that an option names.
     *
     * @throws Refusal naming the option and the file if it cannot be read, is pickled or is not sound
     */
    public static Header read(String option, Path file) {
        try {
            return read(file);
        } catch (Refusal e) {
            boolean named = e.getMessage().startsWith(file.toString());
            throw new Refusal(option + "=" + (named ? "" : file + ": ") + e.getMessage(), e);
        }
    }

    public Set<String> names() {
        return shapes.keySet();
    }

    /** Returns whether a tensor's name begins so. */
    public boolean hasPrefix(String prefix) {
        return shapes.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Returns the size of a tensor along an axis, 0 where there is no such tensor or axis. */
    public long size(String name, int axis) {
        Shape shape = shapes.get(name);
        return shape == null || shape.dimension() <= axis ? 0 : shape.get(axis);
    }
}
