package org.prompttoprompt.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.prompttoprompt.Refusal;

/**
 * A prompt as the network sees it.
 *
 * @param prompt with single spaces and composed letters (NFC)
 * @param ids of the tokens, start and end included, padded to the model's length
 * @param tokens start, the prompt's tokens that fit, end; without padding
 * @param words the pieces of the prompt between spaces
 */
public record Tokens(String prompt, List<Integer> ids, List<Token> tokens, List<Word> words) {
    /** A token and the characters of the prompt that it stands for, [start, end); start and end tokens have none. */
    public record Token(int id, String text, int start, int end) {}

    /**
     * A piece of the prompt between spaces.
     *
     * @param text as written, with its punctuation
     * @param start its first character
     * @param tokens indices of its tokens, 0 being the start token
     * @param cut whether some of its tokens did not fit into the model's length
     */
    public record Word(String text, int start, List<Integer> tokens, boolean cut) {
        /** Returns the word without the punctuation around it, in lower case. */
        public String bare() {
            return strip(text);
        }
    }

    public Tokens {
        ids = List.copyOf(ids);
        tokens = List.copyOf(tokens);
        words = List.copyOf(words);
    }

    /** Returns the index of the end token. */
    public int end() {
        return tokens.size() - 1;
    }

    /** Returns the words that did not fit into the model's length. */
    public List<String> cut() {
        return words.stream().filter(Word::cut).map(Word::text).toList();
    }

    /** Returns whether the word, compared as {@link #find} does, occurs in the prompt; {@code cat#2} if it occurs twice. */
    public boolean has(String word) {
        int hash = word.lastIndexOf('#');
        int n = hash < 0 ? 1 : number(word, hash);
        return words.stream().filter(w -> w.bare().equals(strip(name(word)))).count() >= n;
    }

    /**
     * Returns the token indices of a word, compared without regard to case and to punctuation around it.
     *
     * @param word such as {@code cat}, or {@code cat#2} for its second occurrence
     * @throws Refusal if it does not occur, occurs more than once without a number, or was cut off
     */
    public List<Integer> find(String word) {
        String bare = strip(name(word));
        List<Word> found = words.stream()
                .filter(w -> w.bare().equals(bare) && !bare.isEmpty())
                .toList();
        if (found.isEmpty()) throw refuse("The word '" + word + "' does not occur in the prompt '" + prompt + "'");
        int hash = word.lastIndexOf('#');
        if (hash < 0 && found.size() > 1) {
            throw new Refusal("The word '" + word + "' occurs " + found.size() + " times in the prompt '"
                    + prompt + "'. Name one of them: "
                    + IntStream.rangeClosed(1, found.size())
                            .mapToObj(n -> bare + "#" + n)
                            .collect(Collectors.joining(", ")));
        }
        int n = hash < 0 ? 1 : number(word, hash);
        if (n < 1 || n > found.size()) {
            throw refuse("There is no '" + word + "': the word occurs " + found.size() + " times in '" + prompt + "'");
        }
        Word one = found.get(n - 1);
        if (one.cut()) {
            throw refuse("The word '" + word + "' was cut off: the model reads " + (ids.size() - 2) + " tokens of '"
                    + prompt + "'");
        }
        int from = one.start() + one.text().toLowerCase(Locale.ROOT).indexOf(bare);
        List<Integer> inside = new ArrayList<>();
        for (int i : one.tokens()) {
            if (tokens.get(i).start() < from + bare.length() && tokens.get(i).end() > from) inside.add(i);
        }
        return inside;
    }

    private static String name(String word) {
        int hash = word.lastIndexOf('#');
        return hash < 0 ? word : word.substring(0, hash);
    }

    private int number(String word, int hash) {
        try {
            return Integer.parseInt(word.substring(hash + 1).strip());
        } catch (NumberFormatException e) {
            throw refuse("'" + word + "' is no word: after # comes the number of the occurrence, such as cat#2");
        }
    }

    private Refusal refuse(String why) {
        return new Refusal(why + ". Its words: "
                + words.stream()
                        .filter(w -> !w.cut())
                        .map(Word::bare)
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    private static String strip(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replaceAll("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", "");
    }
}
