package org.prompttoprompt.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.WordName;

/**
 * A prompt as the network sees it.
 *
 * @param prompt with single spaces and composed letters (NFC)
 * @param ids of the tokens, start and end included, padded to the model's length
 * @param tokens start, the prompt's tokens that fit, end; without padding
 * @param words the pieces of the prompt between spaces
 * @param chunks parts of the model's length, one behind the other, each with a start and an end: more than one for a long prompt
 */
public record Tokens(String prompt, List<Integer> ids, List<Token> tokens, List<Word> words, int chunks) {
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
            return WordName.bare(text);
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

    /** Returns the place among the ids of the end token of a part; of a part without any tokens that behind its start. */
    int end(int part) {
        int length = ids.size() / chunks;
        int inside = tokens.size() - 2 * chunks(tokens.size(), length) - part * (length - 2);
        return part * length + 1 + Math.max(0, Math.min(inside, length - 2));
    }

    /** Parts of which each but the last is full: starts and ends are tokens too. */
    private static int chunks(int tokens, int length) {
        return (tokens + length - 1) / length;
    }

    /** Returns the words that did not fit into the model's length. */
    public List<String> cut() {
        return words.stream().filter(Word::cut).map(Word::text).toList();
    }

    /** Returns whether the occurrence of a word that is named, the first if no number is, is in the prompt. */
    public boolean has(WordName word) {
        return named(word).size() >= Math.max(1, word.number());
    }

    /** Returns the token indices of a word, as {@link #find(WordName)} does. */
    public List<Integer> find(String word) {
        return find(WordName.parse(word));
    }

    /**
     * Returns the token indices of a word, compared without regard to case and to punctuation around it.
     *
     * @throws Refusal if it does not occur, occurs more than once without a number, or was cut off
     */
    public List<Integer> find(WordName word) {
        List<Word> found = named(word);
        if (found.isEmpty()) {
            String hint = word.bare().contains("#") ? " (after # comes the number of an occurrence, as in cat#2)" : "";
            throw refuse("The word '" + word + "' does not occur in the prompt '" + prompt + "'" + hint);
        }
        if (!word.hasNumber() && found.size() > 1) {
            throw new Refusal("The word '" + word + "' occurs " + found.size() + " times in the prompt '"
                    + prompt + "'. Name one of them: "
                    + IntStream.rangeClosed(1, found.size())
                            .mapToObj(n -> new WordName(word.bare(), n).toString())
                            .collect(Collectors.joining(", ")));
        }
        if (word.number() > found.size()) {
            throw refuse("There is no '" + word + "': the word occurs " + times(found.size()) + " in '" + prompt + "'");
        }
        Word occurrence = found.get(Math.max(1, word.number()) - 1);
        if (occurrence.cut()) {
            throw refuse("The word '" + word + "' was cut off: the model reads " + (ids.size() - 2) + " tokens of '"
                    + prompt + "'");
        }
        int from =
                occurrence.start() + occurrence.text().toLowerCase(Locale.ROOT).indexOf(word.bare());
        List<Integer> inside = new ArrayList<>();
        for (int i : occurrence.tokens()) {
            if (tokens.get(i).start() < from + word.bare().length()
                    && tokens.get(i).end() > from) inside.add(i);
        }
        return inside;
    }

    private static String times(int n) {
        return n == 1 ? "once" : n + " times";
    }

    /** Returns the occurrences of a word, whichever is meant. */
    private List<Word> named(WordName word) {
        return words.stream()
                .filter(w -> w.bare().equals(word.bare()) && !word.bare().isEmpty())
                .toList();
    }

    private Refusal refuse(String why) {
        return new Refusal(why + ". Its words: "
                + words.stream()
                        .filter(w -> !w.cut())
                        .map(Word::bare)
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }
}
