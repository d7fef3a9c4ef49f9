package org.prompttoprompt.command;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/**
 * An input of a command as its dialog tells it.
 *
 * @param key of macros and of the command line
 * @param value that it has when left out
 * @param meaning in words, with its choices
 */
public record CommandInput(String key, String value, String meaning) {
    /** Returns those of a command's own fields; where its results are saved is no such input. */
    public static List<CommandInput> of(MenuCommand command) {
        List<CommandInput> inputs = new ArrayList<>();
        for (Field field : command.getClass().getDeclaredFields()) {
            Parameter input = field.getAnnotation(Parameter.class);
            if (input == null || input.label().isEmpty() || input.type() == ItemIO.OUTPUT) continue;
            String choices = input.choices().length == 0 ? "" : ": " + String.join(", ", input.choices());
            inputs.add(new CommandInput(field.getName(), value(field, command), input.description() + choices));
        }
        return inputs;
    }

    private static String value(Field field, MenuCommand command) {
        try {
            field.setAccessible(true);
            return String.valueOf(Optional.ofNullable(field.get(command)).orElse(""));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
