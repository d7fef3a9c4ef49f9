package org.prompttoprompt.checkpoint;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** The precision that weights are stored in, read from their headers. */
public final class StoredPrecision {
    private static final Map<String, String> NAMES =
            Map.of("F32", "single", "F16", "half", "BF16", "bfloat16", "F64", "double");

    private StoredPrecision() {}

    /**
     * Returns the precision that most bytes of a file, an index or a folder of weights have, in words.
     *
     * @throws org.prompttoprompt.Refusal if they cannot be read
     */
    public static String of(Path path) {
        Map<String, Long> bytes = new TreeMap<>();
        for (Path file : Weights.files(path)) {
            if (file.toString().endsWith(".json")) continue;
            new Safetensors(file)
                    .entries()
                    .values()
                    .forEach(entry -> bytes.merge(entry.type(), entry.end() - entry.begin(), Long::sum));
        }
        return bytes.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(most -> NAMES.getOrDefault(most.getKey(), most.getKey()))
                .orElse("");
    }
}
