package org.prompttoprompt.engine;

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

    private static final KeptWord KEPT = new KeptWord(
            "precision.txt",
            "the precision",
            Arrays.stream(values()).map(PrecisionChoice::word).toList(),
            "precision");

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
        String word = KEPT.read();
        return Arrays.stream(values())
                .filter(choice -> choice.word.equals(word))
                .findFirst()
                .orElse(USUAL);
    }

    /** Returns that the file of the last choice is damaged, with the cure; empty where it is not, or a setting goes before it. */
    public static Optional<String> problem() {
        return KEPT.problem();
    }

    /**
     * Keeps it, from the next run on.
     *
     * @throws org.prompttoprompt.Refusal if the cache cannot be written
     */
    public void write() {
        KEPT.write(word);
    }
}
