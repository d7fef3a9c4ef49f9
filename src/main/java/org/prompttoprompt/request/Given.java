package org.prompttoprompt.request;

import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;

/**
 * The text of a parameter, as long as it is being read.
 *
 * @param key names the parameter
 * @param text as it was given
 * @param cure one sentence that says what to give
 */
record Given(String key, String text, String cure) {
    private static final Pattern COMMA_BETWEEN_DIGITS = Pattern.compile("[0-9],[0-9]");

    /** Returns the refusal of the text for this reason. */
    Refusal wrong(String why) {
        return new Refusal(key + "=" + text + ": " + why + "." + commaHint() + " " + cure);
    }

    /** Who writes half as 0,5 elsewhere gives two values here, of which the second is refused for its size. */
    private String commaHint() {
        return COMMA_BETWEEN_DIGITS.matcher(text).find()
                ? " A comma separates values; decimals have a point, as in 0.5."
                : "";
    }
}
