package org.prompttoprompt.macro;

import java.util.List;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.Values;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * Sets parameters from text. None of them is a number for SciJava, whose conversion takes a word and {@code 4.0} for 0.
 */
public final class InputText {
    private InputText() {}

    /**
     * Returns the text as the parameter's type, text or a file: numbers stay text until their command reads them.
     *
     * @throws Refusal naming key and value if it is none of the choices
     */
    public static Object value(ModuleItem<?> item, String text, ConvertService convert) {
        List<?> choices = item.getChoices();
        if (choices != null && !choices.isEmpty()) {
            Values.choice(
                    item.getName(), text, choices.stream().map(String::valueOf).toList());
        }
        return convert.convert(text, item.getType());
    }

    /**
     * Sets the parameters that have a value among these, as {@link StrictMacro#check} returns them; others stay.
     *
     * @throws Refusal for the first value that is none of its parameter
     */
    public static void set(Module command, Map<String, String> values, ConvertService convert) {
        for (String key : MacroLine.keys(command.getInfo())) {
            String text = values.get(key);
            if (text != null) command.setInput(key, value(command.getInfo().getInput(key), text, convert));
        }
    }
}
