package org.prompttoprompt.checkpoint;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.prompttoprompt.Refusal;

/** The precision that weights are stored in, read from their headers. */
public final class StoredPrecision {
    private static final Map<String, String> NAMES =
            Map.of("F32", "single", "F16", "half", "BF16", "bfloat16", "F64", "double");

    private static final Set<String> TYPES = Set.of("F32", "F16", "BF16");

    private StoredPrecision() {}

    /**
     * Returns the precision that most bytes of a file, an index or a folder of weights have, in words.
     *
     * @throws Refusal if they cannot be read
     */
    public static String of(Path path) {
        Map<String, Long> bytes = new TreeMap<>();
        for (Path file : Weights.files(path)) {
            if (file.toString().endsWith(".json")) continue;
            Safetensors.of(file)
                    .entries()
                    .values()
                    .forEach(entry -> bytes.merge(entry.type(), entry.end() - entry.begin(), Long::sum));
        }
        return bytes.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(most -> NAMES.getOrDefault(most.getKey(), most.getKey()))
                .orElse("");
    }

    /**
     * Refuses a tensor of a type that is not read.
     *
     * @param type as the format calls it
     */
    static void requireRead(String name, Path file, String type) {
        if (TYPES.contains(type)) return;
        throw new Refusal(
                name + " of " + file + " is stored as " + type + ", and only F32, F16 and BF16 are read. Take the"
                        + " file of the same model in half precision (fp16).");
    }

    /** Refuses a file of which each tensor counts if one of them is of a type that is not read. */
    public static void requireRead(Header header) {
        header.types().forEach((name, type) -> requireRead(name, header.path(), type));
    }
}
