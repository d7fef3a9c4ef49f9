package org.prompttoprompt.text;

import java.util.Locale;

/**
 * A text in lower case, letter by letter as transformers has it: {@code İ} gives an i and a dot that combines, {@code Σ} gives
 * {@code σ} also at the end of a word. It knows which letter of the text each of its own came from.
 */
final class LowerCase {
    private final String text;
    /** For each character its origin, and at the end the length of the original. */
    private final int[] origins;

    LowerCase(String original) {
        StringBuilder lower = new StringBuilder();
        int[] from = new int[3 * original.length() + 1];
        for (int i = 0; i < original.length(); i += Character.charCount(original.codePointAt(i))) {
            String letter = Character.toString(original.codePointAt(i)).toLowerCase(Locale.ROOT);
            for (int c = 0; c < letter.length(); c++) from[lower.length() + c] = i;
            lower.append(letter);
        }
        from[lower.length()] = original.length();
        text = lower.toString();
        origins = from;
    }

    String text() {
        return text;
    }

    /** Returns where the letter begins in the original. */
    int start(int character) {
        return origins[character];
    }

    /** Returns where the original of the letters before {@code end} ends. */
    int end(int end) {
        if (end < text.length() && origins[end] == origins[end - 1]) return origins[end] + 1;
        return origins[end];
    }
}
