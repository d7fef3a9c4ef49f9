package org.prompttoprompt.text;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The words that a small model was trained on; others fall into letters that it never learned.
 *
 * @param words that it knows; none if it knows the language
 * @param learned words of textual inversion, as prompts write them, signs included
 */
public record Vocabulary(List<String> words, List<String> learned) {
    public Vocabulary {
        words = List.copyOf(words);
        learned = List.copyOf(learned);
    }

    /** Without learned words. */
    public Vocabulary(List<String> words) {
        this(words, List.of());
    }

    /** Returns this vocabulary with learned words. */
    public Vocabulary with(List<LearnedWord> others) {
        return new Vocabulary(words, others.stream().map(LearnedWord::token).toList());
    }

    /**
     * Returns the words of a prompt that are not in the vocabulary, each with the nearest one that is, if one is near. Of the
     * signs around words it knows the comma; others have tokens too, which were never trained and change the image.
     */
    public Map<String, Optional<String>> unknown(Tokens tokens) {
        Map<String, Optional<String>> unknown = new LinkedHashMap<>();
        if (words.isEmpty()) return unknown;
        for (Tokens.Word word : tokens.words()) {
            if (learned.stream().anyMatch(token -> word.text().equalsIgnoreCase(token))) continue;
            String bare = word.bare();
            if (!bare.isEmpty() && !words.contains(bare)) unknown.put(bare, nearest(bare, words));
            String signs =
                    word.text().toLowerCase(Locale.ROOT).replace(bare, "").replace(",", "");
            signs.codePoints().mapToObj(Character::toString).forEach(sign -> unknown.put(sign, Optional.empty()));
        }
        return unknown;
    }

    /**
     * Returns the candidate with the fewest slips of letters (see {@link #distance}); empty if that would be more
     * than one letter in three, for then it is another word and not a slip.
     */
    public static Optional<String> nearest(String word, List<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt((String c) -> distance(word, c)))
                .filter(c -> distance(word, c) <= Math.max(1, word.length() / 3));
    }

    /** Letters inserted, deleted, replaced, or swapped with their neighbour, from one word to the other (Damerau 1964). */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
        return d[a.length()][b.length()];
    }
}
