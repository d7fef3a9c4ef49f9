package org.prompttoprompt.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;

/**
 * In which precision models compute, as somebody has chosen it in the window; it is kept in the cache. The setting {@code
 * prompttoprompt.precision} goes before it.
 */
public enum PrecisionChoice {
    /** Nothing is chosen: half precision where it is measured to be faster, but for the embedded models. */
    USUAL("usual"),
    /** Single precision, that of published numbers, for all models. */
    SINGLE("float32"),
    /** Half precision for all models, where it is measured to be faster. */
    MEASURED("auto");

    private static final String FILE = "precision.txt";

    private final String word;

    PrecisionChoice(String word) {
        this.word = word;
    }

    /** Returns the word for it. */
    public String word() {
        return word;
    }

    /** Returns the value of the setting that means the same for all models, null for {@link #USUAL}. */
    String setting() {
        return this == USUAL ? null : word;
    }

    /** Returns the last choice; the usual one where there is none, or it cannot be read. */
    public static PrecisionChoice read() {
        try {
            String kept = Files.readString(CacheFolder.toRead().resolve(FILE)).strip();
            return Arrays.stream(values())
                    .filter(choice -> choice.word.equals(kept))
                    .findFirst()
                    .orElse(USUAL);
        } catch (IOException e) {
            return USUAL;
        }
    }

    /**
     * Keeps it, from the next run on.
     *
     * @throws org.prompttoprompt.Refusal if the cache cannot be written
     */
    public void write() {
        CacheFolder.keep(FILE, word.getBytes(StandardCharsets.UTF_8));
    }
}
