package org.prompttoprompt.macro;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.text.Vocabulary;

/**
 * Reads refused macro options as they were probably meant: a value goes on to the next {@code word=}, brackets and quotes
 * around it or not, and a misspelt key is the one nearest to it.
 */
final class MacroRepair {
    /** A key with its equals sign, after the beginning, a space, a comma or the bracket of the value before. */
    private static final Pattern KEY = Pattern.compile("(?:^|(?<=[\\s,\\]]))([\\p{L}\\p{N}_]+)\\s*=\\s*");

    private final String options;
    private final List<String> keys;
    private final Map<String, String> values = new LinkedHashMap<>();

    private MacroRepair(String options, List<String> keys) {
        this.options = options;
        this.keys = keys;
    }

    /** Returns the options rewritten; what belongs to no known key is left out. */
    static String of(String options, List<String> keys) {
        MacroRepair repair = new MacroRepair(options, keys);
        repair.read();
        return MacroLine.options(repair.values);
    }

    /** Returns the key that was probably meant, if one is near. */
    static Optional<String> key(String written, List<String> keys) {
        return keys.contains(written)
                ? Optional.of(written)
                : Vocabulary.nearest(written.toLowerCase(Locale.ROOT), keys);
    }

    private void read() {
        Matcher match = KEY.matcher(options);
        int at = 0;
        while (match.find(at)) {
            int end = end(match.end());
            String value = clean(options.substring(match.end(), end));
            key(match.group(1), keys).ifPresent(key -> values.putIfAbsent(key, value));
            at = end;
        }
    }

    /** Returns where a value ends: behind its bracket if that closes before the next key, else there. */
    private int end(int start) {
        if (start < options.length() && options.charAt(start) == '[') {
            int depth = 0;
            for (int i = start; i < options.length(); i++) {
                if (options.charAt(i) == '[') depth++;
                if (options.charAt(i) == ']' && --depth == 0 && endsAt(i + 1)) return i + 1;
            }
        }
        Matcher next = KEY.matcher(options);
        return next.find(start) ? next.start() : options.length();
    }

    /** Returns whether nothing but stray words stands between here and the next key. */
    private boolean endsAt(int i) {
        Matcher next = KEY.matcher(options);
        String between = options.substring(i, next.find(i) ? next.start() : options.length());
        return between.matches("(?s)([\\s,][^\\[\\]]*)?");
    }

    private String clean(String written) {
        String text = written.replaceAll("\\s+", " ").replaceAll("^[ ,]+|[ ,]+$", "");
        boolean whole = text.startsWith("[") && text.endsWith("]") && balanced(text.substring(1, text.length() - 1));
        if (whole) text = text.substring(1, text.length() - 1);
        text = text.replaceAll("^'(.*)'?$|^\"(.*)\"$", "$1$2");
        if (!balanced(text)) text = text.replaceAll("[\\[\\]]", "");
        // ImageJ would take "tau=" inside a value for the parameter.
        for (String key : keys) text = text.replaceAll("(?<=^|[ \\[])" + key + "=", key + " =");
        return text.replaceAll(" +", " ").strip();
    }

    private static boolean balanced(String text) {
        int depth = 0;
        for (char c : text.toCharArray()) {
            if (c == '[') depth++;
            if (c == ']' && --depth < 0) return false;
        }
        return depth == 0;
    }
}
