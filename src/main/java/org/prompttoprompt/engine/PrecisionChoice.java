package org.prompttoprompt.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

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

    /** Returns what it means, in a sentence. */
    public String inWords() {
        return switch (this) {
            case SINGLE -> "All is computed in single precision.";
            case MEASURED ->
                "Half precision (bfloat16, float16) is taken for all models where it is measured to be faster; the"
                        + " recipe names it.";
            case USUAL ->
                "Models of your own compute in half precision (bfloat16, float16) where it is measured to be faster,"
                        + " and the recipe names it; the embedded ones in single precision.";
        };
    }

    /** Returns the value of the setting that means the same for all models, null for {@link #USUAL}. */
    String setting() {
        return this == USUAL ? null : word;
    }

    /** Returns the last choice; the usual one where there is none, or its file is damaged, which {@link #problem} tells. */
    public static PrecisionChoice read() {
        try {
            return kept().orElse(USUAL);
        } catch (IOException e) {
            return USUAL;
        }
    }

    private static Optional<PrecisionChoice> kept() throws IOException {
        // Bytes that are no letters are no word either.
        String kept = new String(Files.readAllBytes(file()), StandardCharsets.UTF_8).strip();
        return Arrays.stream(values())
                .filter(choice -> choice.word.equals(kept))
                .findFirst();
    }

    private static Path file() {
        return CacheFolder.toRead().resolve(FILE);
    }

    /** Returns that the file of the last choice is damaged, with the cure; empty where it is not, or a setting goes before it. */
    public static Optional<String> problem() {
        if (EngineSetting.winning("precision").isPresent()) return Optional.empty();
        String how = "is damaged";
        try {
            if (kept().isPresent()) return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            how = "cannot be read (" + EngineChoice.unread(e) + ")";
        }
        return Optional.of(file() + ", which keeps the precision that was chosen, " + how
                + ". It is as if none was. Choose it again in Models... > Engine (models engine usual, or float32, or"
                + " auto).");
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
