package org.prompttoprompt.compare;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is chosen of a pair, whichever side it stood on. */
enum Choice {
    FIRST,
    SECOND,
    TIE;

    /** Returns the word of the table. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Choice> of(String word) {
        return Arrays.stream(values())
                .filter(choice -> choice.word().equals(word))
                .findFirst();
    }
}
