package org.prompttoprompt.request;

import java.util.OptionalDouble;

/**
 * One value of a parameter that may be swept.
 *
 * @param text as labels and recipes write it, such as {@code 0.3} or {@code 0.2-0.8}
 * @param number that orders it; an interval has none
 */
public record SweptValue(String text, OptionalDouble number) {
    /** Returns a number's value. */
    public static SweptValue of(double number) {
        return new SweptValue(Numbers.text(number), OptionalDouble.of(number));
    }

    /** Returns a window's value; one that begins with the course is ordered by its end. */
    public static SweptValue of(Window window) {
        return window.from().signum() == 0
                ? of(window.to().doubleValue())
                : new SweptValue(window.toString(), OptionalDouble.empty());
    }

    /** Returns a seed's value. */
    public static SweptValue of(long seed) {
        return new SweptValue(String.valueOf(seed), OptionalDouble.of(seed));
    }

    /** Returns a value that has no order. */
    public static SweptValue of(String text) {
        return new SweptValue(text, OptionalDouble.empty());
    }

    @Override
    public String toString() {
        return text;
    }
}
