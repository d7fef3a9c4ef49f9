package org.prompttoprompt.macro;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/** The input that a refusal is about, which its sentence begins with: a dialog names its field as it shows it, and goes there. */
public final class RefusedInput {
    private static final Pattern BEGIN = Pattern.compile("([a-z]+)(?:=| is ).*", Pattern.DOTALL);

    private RefusedInput() {}

    /** Returns the input, if the sentence begins with the key of one that a dialog asks for. */
    public static Optional<ModuleItem<?>> of(ModuleInfo info, String reason) {
        Matcher begin = BEGIN.matcher(reason);
        if (!begin.matches() || !MacroLine.keys(info).contains(begin.group(1))) return Optional.empty();
        return Optional.ofNullable(info.getInput(begin.group(1)));
    }

    /** Returns the sentence with the field's name above it. */
    public static String inDialog(ModuleInfo info, String reason) {
        return of(info, reason)
                .map(item -> "In the field '" + item.getLabel() + "':\n" + reason)
                .orElse(reason);
    }
}
