package org.prompttoprompt.text;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words that a small model was trained on; others fall into letters that it never learned. */
public record Vocabulary(List<String> words) {
    public Vocabulary {
        words = List.copyOf(words);
    }

    /** Returns the words of a prompt that are not in the vocabulary, each with the nearest one that is. */
    public Map<String, String> unknown(Tokens tokens) {
        Map<String, String> unknown = new LinkedHashMap<>();
        if (words.isEmpty()) return unknown;
        for (Tokens.Word word : tokens.words()) {
            String bare = word.bare();
            if (!bare.isEmpty() && !words.contains(bare)) unknown.put(bare, nearest(bare, words));
        }
        return unknown;
    }

    /** Returns the candidate with the fewest letters inserted, deleted or changed (Levenshtein). */
    public static String nearest(String word, List<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt((String c) -> distance(word, c)))
                .orElseThrow();
    }

    /** Levenshtein's distance: insertions, deletions and replacements from one word to the other. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
