package org.prompttoprompt.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.prompttoprompt.text.Alignment.Column;

/**
 * The tokens of a word, and of the signs around it, such as the comma of {@code cat,}.
 *
 * @param before tokens of signs before the word, the nearest first
 * @param core tokens of the word
 * @param after tokens of signs behind it, the nearest first
 */
record SignedWord(List<Integer> before, List<Integer> core, List<Integer> after) {
    /** Takes the tokens as they are, signs among them. */
    static SignedWord whole(List<Integer> tokens) {
        return new SignedWord(List.of(), tokens, List.of());
    }

    /** Tells the signs from the word by their letters; signs alone are a word. */
    static SignedWord of(Tokens prompt, List<Integer> tokens) {
        int first = 0;
        while (first < tokens.size() && isSign(prompt, tokens.get(first))) first++;
        if (first == tokens.size()) return whole(tokens);
        int end = tokens.size();
        while (isSign(prompt, tokens.get(end - 1))) end--;
        List<Integer> before = new ArrayList<>(tokens.subList(0, first));
        Collections.reverse(before);
        return new SignedWord(before, tokens.subList(first, end), tokens.subList(end, tokens.size()));
    }

    private static boolean isSign(Tokens prompt, int token) {
        return prompt.tokens().get(token).text().codePoints().noneMatch(Character::isLetterOrDigit);
    }

    /** Lets this word take the maps of its partner: sign from sign, and as many tokens as the word has from the word's. */
    void takeFrom(SignedWord partner, List<Column> columns) {
        boolean alike = core.size() == partner.core.size();
        for (int k = 0; k < core.size(); k++) {
            Column column = alike ? Column.of(partner.core.get(k)) : new Column(partner.core, 1f / core.size());
            columns.set(core.get(k), column);
        }
        take(before, partner.before, columns);
        take(after, partner.after, columns);
    }

    /** A sign that the partner has not is new: it takes nothing from the word. */
    private static void take(List<Integer> signs, List<Integer> from, List<Column> columns) {
        for (int k = 0; k < signs.size(); k++)
            columns.set(signs.get(k), k < from.size() ? Column.of(from.get(k)) : Column.NEW);
    }
}
