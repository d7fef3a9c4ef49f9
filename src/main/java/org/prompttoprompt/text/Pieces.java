package org.prompttoprompt.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.text.Tokens.Token;
import org.prompttoprompt.text.Tokens.Word;

/** The words of a prompt and the tokens that each has. */
final class Pieces {
    private static final Pattern PIECE = Pattern.compile("[^ ]+");

    private Pieces() {}

    /**
     * Returns the pieces of a prompt between spaces.
     *
     * @param all tokens, the start first
     * @param kept as many of them fit
     * @param place of a token among those of the model, by its place among all
     */
    static List<Word> words(String prompt, List<Token> all, int kept, IntUnaryOperator place) {
        List<Word> words = new ArrayList<>();
        for (Matcher word = PIECE.matcher(prompt); word.find(); ) {
            List<Integer> tokens = new ArrayList<>();
            boolean cut = false;
            for (int i = 1; i < all.size(); i++) {
                if (all.get(i).start() < word.start() || all.get(i).start() >= word.end()) continue;
                if (i < kept) tokens.add(place.applyAsInt(i));
                else cut = true;
            }
            words.add(new Word(word.group(), word.start(), List.copyOf(tokens), cut));
        }
        return words;
    }
}
