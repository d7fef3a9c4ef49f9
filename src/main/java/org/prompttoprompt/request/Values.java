package org.prompttoprompt.request;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.prompttoprompt.Refusal;

/**
 * Reads the values of a swept parameter: one value ({@code 0.8}), a list ({@code 0.2, 0.5, 0.8}), a range with its step
 * ({@code 0:0.1:1}), or a list of any of them. Decimals are exact, so that {@code 0:0.1:1} holds 0.3 and not
 * 0.30000000000000004.
 */
public final class Values {
    /** More values than this are taken for a slip of the keyboard. */
    public static final int MAX_VALUES = 1000;

    private Values() {}

    /** Returns the numbers; {@code key} names the parameter in an error. */
    public static List<Double> numbers(String key, String text) {
        return values(key, text, item -> decimal(key, text, item).doubleValue());
    }

    /** Returns the 64-bit seeds. */
    public static List<Long> seeds(String key, String text) {
        return values(key, text, item -> {
            try {
                return decimal(key, text, item).longValueExact();
            } catch (ArithmeticException e) {
                throw wrong(key, text, "'" + item + "' is no whole number of 64 bits");
            }
        });
    }

    /** Returns the windows; besides numbers, an item may be an interval such as {@code 0.2-0.8}. */
    public static List<Window> windows(String key, String text) {
        return values(key, text, item -> window(key, text, item));
    }

    /** Returns one window, {@code 0.8} or {@code 0.2-0.8}. */
    public static Window window(String key, String text, String item) {
        int dash = item.indexOf('-', 1);
        try {
            return dash < 0
                    ? new Window(BigDecimal.ZERO, decimal(key, text, item))
                    : new Window(
                            decimal(key, text, item.substring(0, dash).strip()),
                            decimal(key, text, item.substring(dash + 1).strip()));
        } catch (IllegalArgumentException e) {
            if (e.getMessage().startsWith(key + "=")) throw e;
            throw wrong(key, text, e.getMessage());
        }
    }

    private static <T> List<T> values(String key, String text, Function<String, T> read) {
        List<T> values = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            for (String one : range(key, text, item.strip())) values.add(read.apply(one));
            if (values.size() > MAX_VALUES) throw wrong(key, text, "it has more than " + MAX_VALUES + " values");
        }
        return List.copyOf(values);
    }

    private static List<String> range(String key, String text, String item) {
        if (!item.contains(":")) return List.of(item);
        String[] parts = item.split(":", -1);
        if (parts.length != 3) throw wrong(key, text, "a range is first:step:last, such as 0:0.1:1");
        BigDecimal first = decimal(key, text, parts[0].strip());
        BigDecimal step = decimal(key, text, parts[1].strip());
        BigDecimal last = decimal(key, text, parts[2].strip());
        int direction = last.compareTo(first);
        if (step.signum() == 0 || direction != 0 && direction != step.signum()) {
            throw wrong(key, text, "the step " + step + " never leads from " + first + " to " + last);
        }
        if (last.subtract(first).divideToIntegralValue(step).compareTo(BigDecimal.valueOf(MAX_VALUES)) >= 0) {
            throw wrong(key, text, "it has more than " + MAX_VALUES + " values");
        }
        List<String> values = new ArrayList<>();
        for (BigDecimal x = first; x.subtract(last).signum() * step.signum() <= 0; x = x.add(step)) {
            values.add(x.stripTrailingZeros().toPlainString());
        }
        return values;
    }

    private static BigDecimal decimal(String key, String text, String item) {
        try {
            return new BigDecimal(item);
        } catch (NumberFormatException e) {
            throw wrong(key, text, item.isEmpty() ? "a value is missing" : "'" + item + "' is no number");
        }
    }

    private static Refusal wrong(String key, String text, String why) {
        return new Refusal(key + "=" + text + ": " + why
                + ". Give a value (0.8), a list (0.2, 0.5, 0.8) or a range first:step:last (0:0.1:1).");
    }
}
