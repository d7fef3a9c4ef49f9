package org.prompttoprompt;

import java.util.List;

/** A line of a report that should not be missed: what runs in a window writes it into ImageJ's Log as well. */
public final class Note {
    private static final String BEGINNING = "Note: ";

    private Note() {}

    /** Returns the line that says this. */
    public static String line(String text) {
        return BEGINNING + text;
    }

    /** Returns the lines of a report that should not be missed. */
    public static List<String> in(String report) {
        return report.lines().filter(line -> line.startsWith(BEGINNING)).toList();
    }
}
