package org.prompttoprompt.macro;

import ij.Macro;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.Values;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/** Reads a parameter's value from text. SciJava's own conversion takes a word for the number 0. */
public final class InputText {
    private InputText() {}

    /**
     * Returns the text as the parameter's type.
     *
     * @throws Refusal naming key and value if it is none of the choices, or no number of the parameter's range
     */
    public static Object value(ModuleItem<?> item, String text, ConvertService convert) {
        return convert.convert(checked(item, text), item.getType());
    }

    /**
     * Sets the parameters that a macro's options name; others stay.
     *
     * @throws Refusal for the first value that is none of its parameter
     */
    public static void set(Module command, String options, ConvertService convert) {
        for (String key : MacroLine.keys(command.getInfo())) {
            String text = Macro.getValue(options, key, null);
            if (text != null) command.setInput(key, value(command.getInfo().getInput(key), text, convert));
        }
    }

    private static Object checked(ModuleItem<?> item, String text) {
        List<?> choices = item.getChoices();
        if (choices != null && !choices.isEmpty()) {
            return Values.choice(
                    item.getName(), text, choices.stream().map(String::valueOf).toList());
        }
        if (!Types.isNumber(item.getType())) return text;
        Number min = item.getMinimumValue() instanceof Number least ? least : -Integer.MAX_VALUE;
        Number max = item.getMaximumValue() instanceof Number most ? most : Integer.MAX_VALUE;
        boolean whole = Types.isAssignable(Types.box(item.getType()), Integer.class);
        return whole
                ? (Object) Values.whole(item.getName(), text, min.intValue(), max.intValue())
                : (Object) Values.number(item.getName(), text, min.doubleValue(), max.doubleValue());
    }
}
