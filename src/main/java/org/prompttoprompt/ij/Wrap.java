package org.prompttoprompt.ij;

/** Breaks lines, since the message dialogs of ImageJ and SciJava grow as wide as their longest line, beyond the screen. */
public final class Wrap {
    private Wrap() {}

    /** Returns the text with lines of at most so many characters, longer words excepted. */
    public static String lines(String text, int width) {
        StringBuilder wrapped = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            int length = 0;
            if (!wrapped.isEmpty()) wrapped.append('\n');
            for (String word : line.split(" ", -1)) {
                boolean first = length == 0;
                boolean fits = length + 1 + word.length() <= width;
                if (!first) wrapped.append(fits ? ' ' : '\n');
                wrapped.append(word);
                length = first || !fits ? word.length() : length + 1 + word.length();
            }
        }
        return wrapped.toString();
    }
}
