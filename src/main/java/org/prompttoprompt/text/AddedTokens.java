package org.prompttoprompt.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds added tokens in a text: the leftmost first, of those that begin at one place the longest. */
final class AddedTokens {
    private static final Pattern WORD = Pattern.compile("\\w", Pattern.UNICODE_CHARACTER_CLASS);

    /** The longest first. */
    private final List<AddedToken> tokens;

    /** @param tokens as they stand in the text, that is, in lower case where the text is */
    AddedTokens(Collection<AddedToken> tokens) {
        this.tokens = tokens.stream()
                .sorted(Comparator.comparingInt((AddedToken t) -> -t.content().length()))
                .toList();
    }

    /** A piece [start, end) of a text, and the token that it is, if it is one. */
    record Piece(int start, int end, Optional<AddedToken> token) {}

    /** Returns the pieces of a text without gaps, tokens and what lies between them. */
    List<Piece> split(String text) {
        List<Piece> pieces = new ArrayList<>();
        int done = 0;
        for (int at = 0; at < text.length(); ) {
            AddedToken token = at(text, at);
            if (token == null) {
                at++;
                continue;
            }
            int start = at;
            int end = at + token.content().length();
            while (token.lstrip() && start > done && Character.isWhitespace(text.charAt(start - 1))) start--;
            while (token.rstrip() && end < text.length() && Character.isWhitespace(text.charAt(end))) end++;
            if (start > done) pieces.add(new Piece(done, start, Optional.empty()));
            pieces.add(new Piece(start, end, Optional.of(token)));
            done = end;
            at = end;
        }
        if (done < text.length()) pieces.add(new Piece(done, text.length(), Optional.empty()));
        return pieces;
    }

    private AddedToken at(String text, int at) {
        for (AddedToken token : tokens) {
            if (!text.startsWith(token.content(), at)) continue;
            int end = at + token.content().length();
            boolean alone = (at == 0 || !isWord(text.codePointBefore(at)))
                    && (end == text.length() || !isWord(text.codePointAt(end)));
            if (!token.singleWord() || alone) return token;
        }
        return null;
    }

    private static boolean isWord(int codePoint) {
        return WORD.matcher(Character.toString(codePoint)).matches();
    }
}
