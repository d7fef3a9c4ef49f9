package org.prompttoprompt.request;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;

/**
 * Reads the values of parameters, whichever way they came: by macro, dialog, script, command line or recipe. A swept one is
 * one value ({@code 0.8}), a list ({@code 0.2, 0.5, 0.8}), a range with its step ({@code 0:0.1:1}), or a list of any of
 * them. Decimals are exact, so that {@code 0:0.1:1} holds 0.3 and not 0.30000000000000004. All methods throw {@link
 * Refusal}, naming key and text, for what they cannot read, and nothing else.
 */
public final class Values {
    /** More values than this are taken for a slip of the keyboard. */
    public static final int MAX_VALUES = 1000;
    /** The largest factor of a word's attention, either way; -2 to 2 is usual. */
    public static final int MAX_WEIGHT = 1000;

    private static final String LISTS =
            "Give a value (0.8), a list (0.2, 0.5, 0.8) or a range first:step:last (0:0.1:1).";
    private static final String SHARES = "Give a share of the steps from 0 to 1 (0.8), an interval (0.2-0.8), a list"
            + " (0.2, 0.5, 0.8) or a range first:step:last (0:0.1:1).";
    private static final String SEEDS =
            "Give a whole number (42), a list (1, 2, 3), a range first:step:last (1:1:8) or random.";
    private static final String ONE_WINDOW = "Give a share of the steps from 0 to 1 (0.8) or an interval (0.2-0.8).";
    private static final String ONE_WEIGHT =
            "Give a number from -" + MAX_WEIGHT + " to " + MAX_WEIGHT + "; -2 to 2 is usual.";

    /** The dash of 0.2-0.8; that of 1e-1 belongs to its number. */
    private static final Pattern INTERVAL =
            Pattern.compile("(" + Decimal.NUMBER + ")\\s*-\\s*(" + Decimal.NUMBER + ")");

    private static final Pattern LIKE_A_DECIMAL_COMMA = Pattern.compile("([+-]?[0-9]+),([0-9]+)");

    private Values() {}

    /** Returns the numbers; {@code key} names the parameter in an error. */
    public static List<Double> numbers(String key, String text) {
        Given given = new Given(key, text, LISTS);
        return values(given, item -> Decimal.read(given, item).doubleValue(), BigDecimal::doubleValue);
    }

    /** Returns the factors of words' attention, from -{@link #MAX_WEIGHT} to {@link #MAX_WEIGHT}. */
    public static List<Double> weights(String key, String text) {
        Given given = new Given(key, text, LISTS);
        Given one = new Given(key, text, ONE_WEIGHT);
        return values(given, item -> weight(one, Decimal.read(given, item)), number -> weight(one, number));
    }

    /** Returns one factor of a word's attention. */
    public static double weight(String key, String text, String item) {
        Given given = new Given(key, text, ONE_WEIGHT);
        return weight(given, Decimal.read(given, item));
    }

    /** Returns the 64-bit seeds, -1 for one that {@link RandomSeed} draws. */
    public static List<Long> seeds(String key, String text) {
        Given given = new Given(key, text, SEEDS);
        return values(
                given,
                item -> RandomSeed.is(item) ? RandomSeed.TO_DRAW : seed(given, Decimal.read(given, item)),
                number -> seedOfRange(given, number));
    }

    private static long seedOfRange(Given given, BigDecimal number) {
        long seed = seed(given, number);
        if (seed == RandomSeed.TO_DRAW) throw given.wrong("the range holds -1, which stands for a random seed");
        return seed;
    }

    /** Returns the windows; besides numbers, an item may be an interval such as {@code 0.2-0.8}. */
    public static List<Window> windows(String key, String text) {
        Given given = new Given(key, text, SHARES);
        return values(given, item -> window(given, item), number -> window(given, BigDecimal.ZERO, number));
    }

    /** Returns one window, {@code 0.8} or {@code 0.2-0.8}. */
    public static Window window(String key, String text, String item) {
        return window(new Given(key, text, ONE_WINDOW), item);
    }

    /** Returns the numbers, each from 0 to 1. */
    public static List<Double> shares(String key, String text) {
        for (double share : numbers(key, text)) {
            if (share < 0 || share > 1) {
                throw new Given(key, text, LISTS).wrong("'" + Numbers.text(share) + "' is no share between 0 and 1");
            }
        }
        return numbers(key, text);
    }

    /** Returns the whole numbers, each from {@code min} to {@code max}. */
    public static List<Integer> wholes(String key, String text, int min, int max) {
        if (!text.contains(",") && !text.contains(":")) return List.of(whole(key, text, min, max));
        Given given = new Given(key, text, "Give whole numbers from " + Math.max(1, min) + " to " + max + ".");
        for (double number : numbers(key, text)) {
            if (number < Math.max(1, min) || number > max || number != Math.rint(number)) {
                throw given.wrong("'" + Numbers.text(number) + "' is none");
            }
        }
        return numbers(key, text).stream().map(Double::intValue).toList();
    }

    /** Returns one number from {@code min} to {@code max}. */
    public static double number(String key, String text, double min, double max) {
        Given given =
                new Given(key, text, "Give a number from " + Numbers.text(min) + " to " + Numbers.text(max) + ".");
        double number = Decimal.read(given, text).doubleValue();
        if (min <= number && number <= max) return number;
        throw given.wrong("it is out of range");
    }

    /** Returns one whole number from {@code min} to {@code max}; 4.0 and 4e0 are 4. */
    public static int whole(String key, String text, int min, int max) {
        Given given = new Given(key, text, "Give a whole number from " + min + " to " + max + ".");
        BigDecimal number = Decimal.read(given, text).stripTrailingZeros();
        if (number.scale() > 0) throw given.wrong("it is no whole number");
        boolean inside =
                number.compareTo(BigDecimal.valueOf(min)) >= 0 && number.compareTo(BigDecimal.valueOf(max)) <= 0;
        if (inside) return number.intValueExact();
        throw given.wrong("it is out of range");
    }

    /** Returns whether the text is the number 0, however that is written. */
    public static boolean isZero(String text) {
        return Decimal.of(Decimal.strip(text))
                .filter(number -> number.signum() == 0)
                .isPresent();
    }

    /** Returns the text if it is one of these. */
    public static String choice(String key, String text, List<String> choices) {
        if (choices.contains(text)) return text;
        // "Give and or or" is no sentence.
        List<String> names = choices.contains("or")
                ? choices.stream().map(choice -> "'" + choice + "'").toList()
                : choices;
        String all = String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.get(names.size() - 1);
        throw new Given(key, text, "Give " + all + ".")
                .wrong(spelt(text, choices).orElse("it is none of the choices"));
    }

    /** Returns why a text is none of these words, where it differs from one by capital letters alone. */
    static Optional<String> spelt(String text, Collection<String> words) {
        return words.stream()
                .filter(word -> word.equalsIgnoreCase(text) && !word.equals(text))
                .findFirst()
                .map(word -> "'" + text + "' is written '" + word + "'");
    }

    /**
     * Returns whether the text is a word that stands in for a value.
     *
     * @throws Refusal if it differs from it by capital letters alone
     */
    static boolean isWord(String key, String text, String word) {
        spelt(text, List.of(word)).ifPresent(why -> {
            throw new Given(key, text, "Give " + word + ", or a value.").wrong(why);
        });
        return text.equals(word);
    }

    /**
     * Returns what to say about a list that can be read, but may have been meant as one number with a decimal comma: {@code
     * weight=1,5}.
     */
    public static Optional<String> commaNote(String key, String text) {
        Matcher slip = LIKE_A_DECIMAL_COMMA.matcher(Decimal.strip(text));
        return slip.matches()
                ? Optional.of(key + "=" + text + " was read as the two values " + slip.group(1) + " and "
                        + slip.group(2) + "; with a point, " + slip.group(1) + "." + slip.group(2)
                        + ", it is one.")
                : Optional.empty();
    }

    private static long seed(Given given, BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw given.wrong("'" + number.toPlainString() + "' is no whole number of 64 bits");
        }
    }

    private static double weight(Given given, BigDecimal number) {
        if (number.abs().compareTo(BigDecimal.valueOf(MAX_WEIGHT)) <= 0) return number.doubleValue();
        throw given.wrong("the weight " + number.toPlainString() + " is out of range");
    }

    private static Window window(Given given, String item) {
        Matcher interval = INTERVAL.matcher(item);
        return !Decimal.isNumber(item) && interval.matches()
                ? window(given, Decimal.read(given, interval.group(1)), Decimal.read(given, interval.group(2)))
                : window(given, BigDecimal.ZERO, Decimal.read(given, item));
    }

    private static Window window(Given given, BigDecimal from, BigDecimal to) {
        for (BigDecimal end : List.of(from, to)) {
            if (end.signum() < 0 || end.compareTo(BigDecimal.ONE) > 0) {
                throw given.wrong("'" + end.toPlainString() + "' is no share of the steps between 0 and 1");
            }
        }
        if (from.compareTo(to) > 0) {
            throw given.wrong(
                    "the interval " + from.toPlainString() + "-" + to.toPlainString() + " ends before it begins");
        }
        return new Window(from, to);
    }

    /** Reads a list, of which an item with colons is a range of numbers. */
    private static <T> List<T> values(Given given, Function<String, T> ofItem, Function<BigDecimal, T> ofRange) {
        List<T> values = new ArrayList<>();
        for (String item : given.text().split(",", -1)) {
            if (item.contains(":")) range(given, item).forEach(number -> values.add(ofRange.apply(number)));
            else values.add(ofItem.apply(Decimal.strip(item)));
            if (values.size() > MAX_VALUES) throw tooMany(given);
        }
        return List.copyOf(values);
    }

    private static List<BigDecimal> range(Given given, String item) {
        String[] parts = item.split(":", -1);
        if (parts.length != 3) throw given.wrong("'" + Decimal.strip(item) + "' is no range first:step:last");
        BigDecimal first = Decimal.read(given, parts[0]);
        BigDecimal step = Decimal.read(given, parts[1]);
        BigDecimal last = Decimal.read(given, parts[2]);
        int direction = last.compareTo(first);
        if (step.signum() == 0 || direction != 0 && direction != step.signum()) {
            throw given.wrong("the step " + step.toPlainString() + " never leads from " + first.toPlainString() + " to "
                    + last.toPlainString());
        }
        if (last.subtract(first).divideToIntegralValue(step).compareTo(BigDecimal.valueOf(MAX_VALUES)) >= 0) {
            throw tooMany(given);
        }
        List<BigDecimal> values = new ArrayList<>();
        for (BigDecimal x = first; x.subtract(last).signum() * step.signum() <= 0; x = x.add(step)) values.add(x);
        return values;
    }

    private static Refusal tooMany(Given given) {
        return given.wrong("it has more than " + MAX_VALUES + " values");
    }
}
