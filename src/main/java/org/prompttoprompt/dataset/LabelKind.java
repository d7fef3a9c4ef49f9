package org.prompttoprompt.dataset;

import java.util.Arrays;
import java.util.Locale;

/** Where the labels of an image come from. */
public enum LabelKind {
    /** It has none. */
    NONE,
    /** One label for each thing that the prompt names, where its words act. */
    WORDS,
    /** One label for each object of a kind: threshold, distance transform and watershed in its word's region. */
    INSTANCES,
    /** Those of the image that is edited, which keeps its layout. */
    CARRIED;

    /** Returns whether a cell's text is one of those that need no file. */
    public static boolean names(String text) {
        return Arrays.stream(values())
                .anyMatch(kind -> kind != CARRIED && kind.key().equals(text));
    }

    /** Returns its name in tables and macros. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kind of this name. */
    public static LabelKind of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
