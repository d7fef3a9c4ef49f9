package org.prompttoprompt.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * Whether half precision may be taken where it is measured to be faster, as somebody has chosen it in the window, from the next start
 * on; it is kept in the cache. The setting {@code prompttoprompt.precision} goes before it.
 */
public enum PrecisionChoice {
    /** Single precision, that of published numbers. */
    SINGLE("float32"),
    /** Half precision where it needs at most {@link ChosenPrecision#WORTH} of the time. */
    MEASURED("auto");

    private static final String FILE = "precision.txt";

    private final String setting;

    PrecisionChoice(String setting) {
        this.setting = setting;
    }

    /** Returns the value of the setting that means the same. */
    public String setting() {
        return setting;
    }

    /** Returns the last choice; single precision where there is none, or it cannot be read. */
    public static PrecisionChoice read() {
        try {
            String kept = Files.readString(CacheFolder.toRead().resolve(FILE)).strip();
            return kept.equals(MEASURED.setting) ? MEASURED : SINGLE;
        } catch (IOException e) {
            return SINGLE;
        }
    }

    /**
     * Keeps it for the next start.
     *
     * @throws org.prompttoprompt.Refusal if the cache cannot be written
     */
    public void write() {
        CacheFolder.keep(FILE, setting.getBytes(StandardCharsets.UTF_8));
    }
}
