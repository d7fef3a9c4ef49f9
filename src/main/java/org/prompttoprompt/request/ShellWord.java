package org.prompttoprompt.request;

import java.util.regex.Pattern;

/** A word of a command that messages suggest, written so that a shell takes it as it is. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");
    /** What stands for itself between double quotes in each shell. */
    private static final Pattern QUOTABLE = Pattern.compile("[^\"$`\\\\!]*");

    private ShellWord() {}

    /** Returns a word as the shell of this system takes it. */
    public static String of(String word) {
        return of(word, java.io.File.separatorChar == '\\');
    }

    /** @param windows whether backslashes are as other letters, and single quotes no quotes */
    static String of(String word, boolean windows) {
        String looked = windows ? word.replace('\\', '/') : word;
        if (PLAIN.matcher(looked).matches()) return word;
        if (windows || QUOTABLE.matcher(looked).matches()) return '"' + word + '"';
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** Returns a key and its value, for the command line; a value with blanks is told for macros too. */
    public static String option(String key, String value) {
        String word = of(key + "=" + value);
        return value.contains(" ") ? word + " (in a macro " + key + "=[" + value + "])" : word;
    }
}
