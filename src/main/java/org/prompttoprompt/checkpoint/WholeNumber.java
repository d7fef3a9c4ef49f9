package org.prompttoprompt.checkpoint;

import com.google.gson.JsonElement;
import java.math.BigDecimal;

/** Whole numbers of JSON, in whatever way they are written there: 4, 4.0, 4e0. */
final class WholeNumber {
    private WholeNumber() {}

    /** A number that no int holds. */
    static final class OutOfRange extends ArithmeticException {
        private static final long serialVersionUID = 1;

        private OutOfRange(String message) {
            super(message);
        }
    }

    /**
     * Returns one.
     *
     * @throws OutOfRange if it is larger than the largest int or smaller than the smallest, saying so
     * @throws ArithmeticException if it is not whole
     * @throws NumberFormatException if it is no number
     */
    static int of(JsonElement value) {
        BigDecimal number = value.getAsBigDecimal();
        if (number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) throw new OutOfRange("too large a number");
        if (number.compareTo(BigDecimal.valueOf(Integer.MIN_VALUE)) < 0) throw new OutOfRange("too small a number");
        return number.intValueExact();
    }
}
