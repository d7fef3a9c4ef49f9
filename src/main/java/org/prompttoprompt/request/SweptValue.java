package org.prompttoprompt.request;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One value of a parameter that may be swept.
 *
 * @param text as labels and recipes write it, such as {@code 0.3} or {@code 0.2-0.8}
 * @param number that orders it; an interval has none
 * @param window that it is, exactly, if it is one
 */
public record SweptValue(String text, OptionalDouble number, Optional<Window> window) {
    /** Returns a number's value. */
    public static SweptValue of(double number) {
        return new SweptValue(Numbers.text(number), OptionalDouble.of(number), Optional.empty());
    }

    /** Returns a window's value; one that begins with the course is ordered by its end. */
    public static SweptValue of(Window window) {
        OptionalDouble order =
                window.from().signum() == 0 ? OptionalDouble.of(window.to().doubleValue()) : OptionalDouble.empty();
        return new SweptValue(window.toString(), order, Optional.of(window));
    }

    /** Returns a seed's value. */
    public static SweptValue of(long seed) {
        return new SweptValue(String.valueOf(seed), OptionalDouble.of(seed), Optional.empty());
    }

    /** Returns a value that has no order. */
    public static SweptValue of(String text) {
        return new SweptValue(text, OptionalDouble.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        return text;
    }
}
