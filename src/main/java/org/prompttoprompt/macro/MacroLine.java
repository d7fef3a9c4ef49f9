package org.prompttoprompt.macro;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.scijava.ItemVisibility;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/** Writes macro lines as ImageJ's Recorder and imagej-legacy do: {@code key=value}, values with spaces in brackets. */
public final class MacroLine {
    private MacroLine() {}

    /** Returns the keys of a command: its inputs that a macro can write as text, in the order of its dialog. */
    public static List<String> keys(ModuleInfo command) {
        List<String> keys = new ArrayList<>();
        for (ModuleItem<?> item : command.inputs()) {
            boolean shown = item.getVisibility() != ItemVisibility.INVISIBLE;
            if (shown && isText(item.getType())) keys.add(item.getName());
        }
        return keys;
    }

    private static boolean isText(Class<?> type) {
        return type == String.class || type == File.class;
    }

    /** Returns the option string of a command with its present inputs. */
    public static String options(Module command) {
        return keys(command.getInfo()).stream()
                .map(key -> option(key, String.valueOf(command.getInput(key))))
                .collect(Collectors.joining(" "));
    }

    /** Returns the option string of these values. */
    public static String options(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> option(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    /**
     * Returns the statement that makes the request's image again. What is at its default, and what the model fills in by itself,
     * is left out.
     *
     * @throws Refusal if ImageJ's macro language cannot hold a value
     */
    public static String of(EditRequest request) {
        String command = request.task().command();
        EditRequest left = ShortLine.leftToModel(request);
        Map<String, String> values = new LinkedHashMap<>();
        for (Option option : request.task().options()) values.put(option.key(), left.get(option));
        String options = options(ShortLine.shortened(command, values));
        StrictMacro.check(
                command,
                options,
                request.task().options().stream().map(Option::key).toList());
        return run(command, options);
    }

    /** Returns a value as a macro writes it: {@code model=mini}, {@code model=[/my models/cats.safetensors]}. */
    public static String option(String key, String value) {
        boolean wrapped = value.contains(" ") || startsLikeAWrapper(value);
        return key + "=" + (wrapped ? "[" + value + "]" : value);
    }

    /** ImageJ takes a bracket or quote at the start of a value for its own. */
    private static boolean startsLikeAWrapper(String value) {
        return value.startsWith("[") || value.startsWith("'");
    }

    /**
     * Refuses a value that the Recorder, which puts only values with spaces in brackets, would write so that ImageJ reads
     * another.
     */
    public static void requireRecordable(Module command) {
        for (String key : keys(command.getInfo())) {
            String value = String.valueOf(command.getInput(key)).strip();
            if (!startsLikeAWrapper(value) || value.contains(" ")) continue;
            throw new Refusal(key + "=" + value
                    + ": the Recorder cannot write a single word that starts with a bracket or quote."
                    + " Write it without, or close the Recorder.");
        }
    }

    /** Returns the statement that runs a command with these options. */
    public static String run(String command, String options) {
        return options.isEmpty()
                ? "run(\"" + command + "\");"
                : "run(\"" + command + "\", \"" + escape(options) + "\");";
    }

    /** Returns the value as it stands inside the quotes of a macro. */
    public static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
