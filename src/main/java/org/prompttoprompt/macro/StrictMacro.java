package org.prompttoprompt.macro;

import ij.Macro;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * Refuses macro options that ImageJ would silently misread. ImageJ searches the option string for {@code key=} as text: it
 * passes over keys that it does not find, loses a value whose bracket is never closed, and takes {@code tau=} inside a
 * prompt for the parameter. Here each of them is an error that shows the corrected line.
 */
public final class StrictMacro {
    /** A key and the start of its value, at the beginning of the line or after a space. */
    private static final Pattern KEY = Pattern.compile("(?:^|(?<= ))([\\p{L}\\p{N}_]+)=");

    /** What no command takes without a word. */
    private static final List<String> PROMPTS = List.of(Option.PROMPT.key(), Option.TARGET.key());

    private final String command;
    private final String options;
    private final List<String> keys;
    private final Map<String, String> values = new LinkedHashMap<>();

    private StrictMacro(String command, String options, List<String> keys) {
        this.command = command;
        this.options = options.strip();
        this.keys = keys;
    }

    /**
     * Returns the values if ImageJ reads these options as they are meant, with those that a recorded line leaves out by its
     * {@link Defaults}.
     *
     * @throws Refusal with the corrected line if it does not
     */
    public static Map<String, String> check(String command, String options, List<String> keys) {
        StrictMacro macro = new StrictMacro(command, options, keys);
        Optional<String> fault = macro.fault();
        if (fault.isPresent()) throw macro.wrong(fault.get());
        return Defaults.complete(command, macro.values);
    }

    /** Returns what is wrong first, if anything. */
    private Optional<String> fault() {
        if (keys.isEmpty() && !options.isEmpty()) return Optional.of("'" + command + "' takes no parameters.");
        int at = 0;
        while (at < options.length()) {
            int equals = options.indexOf('=', at);
            int space = options.indexOf(' ', at);
            if (equals < 0 || space >= 0 && space < equals) {
                String word = space < 0 ? options.substring(at) : options.substring(at, space);
                return Optional.of(
                        "'" + word + "' is no key=value. Values with spaces stand in brackets: prompt=[a cat].");
            }
            String key = options.substring(at, equals);
            if (!keys.contains(key) && !key.equals(Defaults.KEY)) {
                return Optional.of("There is no parameter '" + key + "'"
                        + MacroRepair.key(key, keys)
                                .map(nearest -> "; did you mean '" + nearest + "'?")
                                .orElse(". There are: " + String.join(", ", keys) + "."));
            }
            int end = endOfValue(equals + 1);
            if (end < 0) return Optional.of("A value has brackets or quotes that do not close.");
            String value = options.substring(equals + 1, end);
            if (values.put(key, bare(value)) != null) {
                return Optional.of("'" + key + "' is given twice.");
            }
            at = end;
            while (at < options.length() && options.charAt(at) == ' ') at++;
        }
        for (String key : keys) {
            if (Objects.equals(values.get(key), Macro.getValue(options, key, null))) continue;
            return Optional.of(
                    "ImageJ would read the text '" + key + "=' inside a value as the parameter " + key + ".");
        }
        return Optional.empty();
    }

    private static String bare(String value) {
        boolean wrapped = value.length() > 1 && (value.charAt(0) == '[' || value.charAt(0) == '\'');
        return wrapped ? value.substring(1, value.length() - 1) : value;
    }

    /** Returns where a value ends, -1 if its brackets or quotes do not close. */
    private int endOfValue(int start) {
        char first = start < options.length() ? options.charAt(start) : ' ';
        if (first != '[' && first != '\'') {
            int space = options.indexOf(' ', start);
            return space < 0 ? options.length() : space;
        }
        int end = first == '[' ? closing(start) : options.indexOf('\'', start + 1);
        boolean closed = end >= 0 && (end + 1 == options.length() || options.charAt(end + 1) == ' ');
        if (!closed || first == '[' && strayBracketFollows(end + 1)) return -1;
        return end + 1;
    }

    private int closing(int start) {
        int depth = 0;
        for (int i = start; i < options.length(); i++) {
            if (options.charAt(i) == '[') depth++;
            if (options.charAt(i) == ']' && --depth == 0) return i;
        }
        return -1;
    }

    /** Returns whether a bracket is closed after {@code from} before the next key, where none was opened. */
    private boolean strayBracketFollows(int from) {
        Matcher next = KEY.matcher(options);
        int end = next.find(from) ? next.start() : options.length();
        return options.substring(from, end).contains("]");
    }

    private Refusal wrong(String why) {
        StrictMacro corrected = new StrictMacro(command, MacroRepair.of(options, withDefaults()), keys);
        boolean right = corrected.fault().isEmpty() && corrected.hasValues();
        return new Refusal(right ? why + "\nWrite:\n" + MacroLine.run(command, corrected.options) : why);
    }

    private List<String> withDefaults() {
        List<String> all = new ArrayList<>(keys);
        all.add(Defaults.KEY);
        return all;
    }

    /** Returns whether the command of a task could read all its values. */
    private boolean hasValues() {
        Optional<Task> task = Arrays.stream(Task.values())
                .filter(each -> each.command().equals(command))
                .findFirst();
        if (task.isEmpty()) return true;
        try {
            EditRequest request = EditRequest.of(task.get());
            for (Map.Entry<String, String> value :
                    Defaults.complete(command, values).entrySet())
                request = request.with(value.getKey(), value.getValue());
            request.requireValues();
        } catch (Refusal e) {
            return false;
        }
        return PROMPTS.stream().noneMatch(key -> values.getOrDefault(key, "x").isBlank());
    }
}
