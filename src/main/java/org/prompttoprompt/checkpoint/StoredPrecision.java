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

    private static final Set<String> READ = Set.of("", "single", "half", "bfloat16");

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

    /** Refuses what {@link #of} has returned if it is not read. */
    public static void requireRead(String precision) {
        if (READ.contains(precision)) return;
        throw new Refusal("Its weights are stored as " + precision + ", and only F32, F16 and BF16 are read. Take the"
                + " file of the same model in half precision (fp16).");
    }
}
