package org.prompttoprompt.request;

import java.math.BigDecimal;

/** Numbers as macros, labels and recipes write them. */
public final class Numbers {
    private Numbers() {}

    /** Returns the number without exponent, and without a fraction where it is whole: {@code 0.8}, {@code 2}, {@code 0.0005}. */
    public static String text(double x) {
        return BigDecimal.valueOf(x).stripTrailingZeros().toPlainString();
    }
}
