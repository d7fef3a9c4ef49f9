package org.prompttoprompt;

import java.util.Arrays;

/** What a line of a report says of what was looked at, by the word that it begins with; scripts look for that word. */
public enum Finding {
    /** It is as it should be. */
    OK,
    /** It works, though not as was asked for. */
    NOTE,
    /** A file that nobody has asked for, which is no fault. */
    EXTRA,
    /** It does not hold, or does not work. */
    FAIL;

    /** Of the longest word and a blank, so that what follows stands in one column. */
    private static final int WIDTH = 6;

    /** Returns what a line begins with: the word and blanks. */
    public String begin() {
        return ("%-" + WIDTH + "s").formatted(name());
    }

    /** Returns what lines that go on below one begin with, as wide. */
    public static String indent() {
        return " ".repeat(WIDTH);
    }

    /** Returns the line. */
    public String line(String text) {
        return begin() + text;
    }

    /** Returns whether a line of a report says this. */
    public boolean isIn(String report) {
        return Arrays.stream(report.split("\n")).anyMatch(line -> line.startsWith(begin()));
    }

    /** Returns the line of what holds or does not. */
    public static String of(boolean holds, String text) {
        return (holds ? OK : FAIL).line(text);
    }
}
