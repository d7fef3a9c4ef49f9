package org.prompttoprompt.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.request.WordName;

/**
 * The words that a small model was trained on; others fall into letters that it never learned.
 *
 * @param words all of them
 * @param groups the same words by what they say, for who looks for one: a heading, and what stands below it
 */
public record Vocabulary(List<String> words, Map<String, List<String>> groups) {
    /** Of who knows the language. */
    public static final Vocabulary NONE = new Vocabulary(List.of());

    /** What stands before the list of a model's words, in a line of its own, which ends a message. */
    public static final String LISTED = "\nIt knows the comma and: ";

    private static final String UNGROUPED = "Words";

    public Vocabulary {
        words = List.copyOf(words);
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> group : groups.entrySet()) {
            List<String> there =
                    group.getValue().stream().filter(words::contains).toList();
            if (!there.isEmpty()) all.put(group.getKey(), there);
        }
        List<String> rest = new ArrayList<>(words);
        all.values().forEach(rest::removeAll);
        if (!rest.isEmpty()) all.put(all.isEmpty() ? UNGROUPED : "Other words", List.copyOf(rest));
        groups = Collections.unmodifiableMap(all);
    }

    /** Words that nobody has sorted. */
    public Vocabulary(List<String> words) {
        this(words, Map.of());
    }

    /** Returns the words that begin with these letters and go on. */
    public List<String> beginningWith(String letters) {
        String begin = letters.toLowerCase(Locale.ROOT);
        return words.stream()
                .filter(word -> word.startsWith(begin) && word.length() > begin.length())
                .sorted()
                .toList();
    }

    /**
     * Returns the words of a prompt that are not in the vocabulary, each with the nearest one that is, if one is near. Of the
     * signs around words it knows the comma; others have tokens too, which were never trained and change the image.
     */
    public Map<String, Optional<String>> unknown(Tokens tokens) {
        return unknown(tokens.words().stream().map(Tokens.Word::text).toList());
    }

    /** Returns the same of a prompt that is still being written: its pieces between spaces. */
    public Map<String, Optional<String>> unknown(List<String> pieces) {
        Map<String, Optional<String>> unknown = new LinkedHashMap<>();
        if (words.isEmpty()) return unknown;
        for (String piece : pieces) {
            String bare = WordName.bare(piece);
            if (!bare.isEmpty() && !words.contains(bare)) unknown.put(bare, nearest(bare, words));
            String signs = piece.toLowerCase(Locale.ROOT).replace(bare, "").replace(",", "");
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
