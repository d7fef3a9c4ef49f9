package org.prompttoprompt.request;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one number, the only place where text becomes one: {@code 0.5}, {@code .5}, {@code -2}, {@code +1}, {@code 4.0} or
 * {@code 1e-3}. Its size is bounded, because the arithmetic of {@link BigDecimal} takes hours and gigabytes at {@code
 * 1e999999999}.
 */
final class Decimal {
    /** What a number looks like, in plain digits. */
    static final String NUMBER = "[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";

    private static final Pattern WHOLE_TEXT = Pattern.compile(NUMBER);
    private static final Pattern DASHES = Pattern.compile("[\\u2010-\\u2015\\u2212\\ufe58\\ufe63\\uff0d]");
    private static final Pattern BLANKS = Pattern.compile("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$");
    /** Places before or after the point; seeds need 19. */
    private static final int MOST_DIGITS = 40;

    private Decimal() {}

    /** Returns the text without white space around it, the kinds that word processors write included. */
    static String strip(String text) {
        return BLANKS.matcher(text).replaceAll("");
    }

    static boolean isNumber(String item) {
        return WHOLE_TEXT.matcher(item).matches();
    }

    /**
     * Returns the number.
     *
     * @param given the parameter that the number belongs to
     * @param item the number's text
     * @throws org.prompttoprompt.Refusal if it is no number, or larger or finer than any that has a meaning here
     */
    static BigDecimal read(Given given, String item) {
        String text = strip(item);
        if (text.isEmpty()) throw given.wrong("a value is missing");
        if (DASHES.matcher(text).find()) {
            throw given.wrong("'" + text + "' has a typographic dash; write "
                    + DASHES.matcher(text).replaceAll("-"));
        }
        if (!isNumber(text)) throw given.wrong("'" + text + "' is no number");
        return of(text).orElseThrow(() -> given.wrong("'" + text + "' " + whyNot(text)));
    }

    /** Says what is wrong with a number that has no meaning here. */
    private static String whyNot(String number) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        if (exponent < 0 || number.length() > 2 * MOST_DIGITS) return "has too many digits";
        if (number.charAt(exponent + 1) == '-') return "is too close to 0";
        return number.startsWith("-") ? "is too small" : "is too large";
    }

    /** Returns the number, if the text is one. */
    static Optional<BigDecimal> of(String text) {
        if (text.length() > 2 * MOST_DIGITS || !isNumber(text)) return Optional.empty();
        try {
            BigDecimal number = new BigDecimal(text);
            if (number.signum() == 0) return Optional.of(BigDecimal.ZERO);
            long before = (long) number.precision() - number.scale();
            return before > MOST_DIGITS || number.scale() > MOST_DIGITS ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            // the exponent alone is larger than an int
            return Optional.empty();
        }
    }
}
