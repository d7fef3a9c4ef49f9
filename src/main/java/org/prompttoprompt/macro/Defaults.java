package org.prompttoprompt.macro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.Values;

/**
 * What the keys that a recorded line leaves out stand for: the line carries the number of a table, {@code defaults=1}, and means
 * the same for ever, whatever a key's default has become since. Lines without it take the defaults of the present. A table is a
 * resource of this package, a line {@code command|key|value} for each key; examples such as a dialog's first prompt are in none.
 * A released table never changes: who changes a default adds one and raises {@link #CURRENT}.
 */
public final class Defaults {
    /** The key of a table's number; no command has it as a parameter. */
    public static final String KEY = "defaults";

    /** The table that equals the commands as they are. */
    public static final int CURRENT = 1;

    private Defaults() {}

    /**
     * Returns a command's defaults by their keys in a table.
     *
     * @throws Refusal if there is no such table
     */
    static Map<String, String> of(String command, String number) {
        int table = Values.whole(KEY, number, 0, Integer.MAX_VALUE);
        Map<String, String> defaults = new LinkedHashMap<>();
        try (InputStream in = Defaults.class.getResourceAsStream("defaults-" + table + ".txt")) {
            if (in == null) {
                throw new Refusal(KEY + "=" + number + ": this version of Prompt-to-Prompt knows defaults up to "
                        + CURRENT + ". A newer one recorded the line: install that, or leave " + KEY + " out.");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                String[] parts = line.split("\\|", 3);
                if (parts[0].equals(command)) defaults.put(parts[1], parts[2]);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return defaults;
    }

    /** Returns a command's present defaults. */
    static Map<String, String> current(String command) {
        return of(command, String.valueOf(CURRENT));
    }

    /**
     * Returns a line's values with those that it leaves out by the number of its table, which is no value itself.
     *
     * @throws Refusal if there is no such table
     */
    static Map<String, String> complete(String command, Map<String, String> values) {
        if (!values.containsKey(KEY)) return values;
        Map<String, String> all = of(command, values.get(KEY));
        all.putAll(values);
        all.remove(KEY);
        return all;
    }
}
