package org.prompttoprompt.macro;

import ij.Macro;
import java.math.BigDecimal;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.scijava.convert.ConvertService;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/** Reads a parameter's value from text. SciJava's own conversion takes a word for the number 0. */
public final class InputText {
    private InputText() {}

    /** Returns the text as the parameter's type, or throws {@link IllegalArgumentException} naming key and value. */
    public static Object value(ModuleItem<?> item, String text, ConvertService convert) {
        check(item, text);
        return convert.convert(text, item.getType());
    }

    /** Throws the first value of a macro's options that is no value of its parameter. */
    public static void check(ModuleInfo command, String options) {
        for (String key : MacroLine.keys(command)) {
            String text = Macro.getValue(options, key, null);
            if (text != null) check(command.getInput(key), text);
        }
    }

    private static void check(ModuleItem<?> item, String text) {
        String wrong = item.getName() + "=" + text + ": give ";
        List<?> choices = item.getChoices();
        if (choices != null && !choices.isEmpty() && !choices.contains(text)) {
            throw new Refusal(wrong + "one of " + choices + ".");
        }
        if (!Types.isNumber(item.getType())) return;
        boolean whole = Types.isAssignable(Types.box(item.getType()), Integer.class);
        try {
            BigDecimal number = new BigDecimal(text);
            if (whole) number.intValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new Refusal(wrong + (whole ? "a whole number." : "a number."), e);
        }
    }
}
