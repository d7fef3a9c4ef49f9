package org.prompttoprompt.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.NearNames;
import org.prompttoprompt.request.ShellWord;
import org.prompttoprompt.text.Vocabulary;

/** The options of a command line, {@code key=value} each. */
final class KeyValues {
    private KeyValues() {}

    /**
     * Reads them.
     *
     * @param command whose options they are, as {@link HelpLine} tells them
     * @param example one of them
     * @return values by their keys, in the order in which they were given
     * @throws Refusal naming what is no option of it, or is given twice
     */
    static Map<String, String> read(String command, String example, List<String> args) {
        List<String> keys = HelpLine.keys(command);
        Map<String, String> values = new LinkedHashMap<>();
        for (String arg : args) {
            int at = arg.indexOf('=');
            if (at < 1) throw new Refusal("'" + arg + "' is no key=value: write, for example, " + example + ".");
            String key = arg.substring(0, at);
            String value = arg.substring(at + 1);
            if (!keys.contains(key))
                throw new Refusal("'" + arg + "': " + command + " has no option '" + key + "'."
                        + NearNames.question(Vocabulary.nearest(key.toLowerCase(Locale.ROOT), keys)) + " "
                        + HelpLine.NAME + " " + command + " lists those that it has, such as " + example + ".");
            if (values.put(key, value) != null)
                throw new Refusal("'" + arg + "': " + key + " is given twice. Give it once.");
            if (value.matches("\\[.*\\]"))
                throw new Refusal("'" + arg + "': brackets around a value are for macros. Write "
                        + ShellWord.of(key + "=" + value.substring(1, value.length() - 1)) + ".");
        }
        return values;
    }
}
