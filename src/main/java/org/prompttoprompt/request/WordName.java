package org.prompttoprompt.request;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of a prompt as people and maps name it: {@code cat}, or {@code cat#2} for its second occurrence.
 *
 * @param bare in lower case, without punctuation around it
 * @param number of the occurrence from 1 on; 0 where none is said
 */
public record WordName(String bare, int number) {
    private static final Pattern NUMBERED = Pattern.compile("(.*)#0*([1-9][0-9]{0,8})\\s*");
    private static final Pattern PUNCTUATION = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");

    /** Returns the name that a text is; a # without a word before and a number after it belongs to the word. */
    public static WordName parse(String text) {
        Matcher numbered = NUMBERED.matcher(text);
        return numbered.matches() && !bare(numbered.group(1)).isEmpty()
                ? new WordName(bare(numbered.group(1)), Integer.parseInt(numbered.group(2)))
                : new WordName(bare(text), 0);
    }

    /** Returns the name of the n-th occurrence as maps have it, the first without its number. */
    public static WordName nth(String bare, int n) {
        return new WordName(bare, n == 1 ? 0 : n);
    }

    /** Returns a piece of a prompt in lower case, without the punctuation around it. */
    public static String bare(String piece) {
        return PUNCTUATION.matcher(piece.strip().toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** Returns whether both name the same occurrence; without a number that is the first. */
    public boolean isSame(WordName other) {
        return bare.equals(other.bare) && Math.max(1, number) == Math.max(1, other.number);
    }

    /** Returns whether it says which occurrence is meant. */
    public boolean hasNumber() {
        return number > 0;
    }

    @Override
    public String toString() {
        return hasNumber() ? bare + "#" + number : bare;
    }
}
