package org.prompttoprompt.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;

/**
 * A word of a prompt, and for some options a value of its own, as a list names them: {@code fluffy, red -1}.
 *
 * @param word as it stands in the prompt
 * @param value what follows it, if anything does
 */
public record WordValue(WordName word, Optional<String> value) {
    /** A number after a word, and another one right behind its comma. */
    private static final Pattern LIKE_A_DECIMAL_COMMA =
            Pattern.compile("[\\s\\p{Z}]([+-]?[0-9]+,[0-9]+)(?=[\\s\\p{Z},-]|$)");

    /**
     * Reads a list of words. Those of {@code words} may have a weight, those of {@code windows} have a window, others have
     * no value.
     *
     * @throws Refusal naming the item that is none
     */
    public static List<WordValue> parse(Option option, String text) {
        List<WordValue> words = new ArrayList<>();
        if (Decimal.strip(text).isEmpty()) return words;
        Given given = new Given(option.key(), text, "Separate words by commas, as in " + example(option) + ".");
        if (option == Option.WORDS || option == Option.WINDOWS) requireNoDecimalComma(given);
        for (String item : text.split(",", -1)) words.add(word(option, given, Decimal.strip(item)));
        return words;
    }

    /**
     * Reads a list of words without values.
     *
     * @param key names the parameter
     * @throws Refusal naming the item that is none
     */
    public static List<WordName> names(String key, String text) {
        Given given = new Given(key, text, "Separate words by commas, as in " + example(Option.BLEND) + ".");
        List<WordName> names = new ArrayList<>();
        for (String item : text.split(",", -1))
            names.add(word(Option.BLEND, given, Decimal.strip(item)).word());
        return names;
    }

    private static WordValue word(Option option, Given given, String item) {
        if (item.isEmpty()) throw given.wrong("a word is missing before or after a comma");
        String[] parts = item.split("[\\s\\p{Z}]+");
        if (parts.length > 2) throw given.wrong("'" + item + "' is more than a word and its value");
        Optional<String> value = parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
        switch (option) {
            case WORDS -> value.ifPresent(weight -> requireWeight(given, item, weight));
            case WINDOWS -> requireWindow(given, item, value);
            default -> {
                if (value.isPresent())
                    throw given.wrong("'" + item + "' is no single word, and values act on none here");
            }
        }
        return new WordValue(WordName.parse(parts[0]), value);
    }

    /** {@code red 1,5} would be the weight 1 of red and a word 5. */
    private static void requireNoDecimalComma(Given given) {
        Matcher slip = LIKE_A_DECIMAL_COMMA.matcher(given.text());
        if (slip.find()) throw given.wrong("'" + slip.group(1).strip() + "' looks like one number");
    }

    private static void requireWeight(Given given, String item, String weight) {
        if (startsAsNumber(weight)) Values.weight(given.key(), given.text(), weight);
        else throw given.wrong("'" + item + "' is no single word, nor is '" + weight + "' a weight");
    }

    private static void requireWindow(Given given, String item, Optional<String> window) {
        if (window.isEmpty()) throw given.wrong("'" + item + "' has no window of its own");
        if (startsAsNumber(window.get())) Values.window(given.key(), given.text(), window.get());
        else throw given.wrong("'" + item + "' is no single word, nor is '" + window.get() + "' a window");
    }

    /** Who wrote something like a number shall read what is wrong with that number. */
    private static boolean startsAsNumber(String text) {
        return text.matches("[^\\p{L}]*[0-9].*");
    }

    private static String example(Option option) {
        return switch (option) {
            case WORDS -> "'fluffy, red -1'";
            case WINDOWS -> "'car 0.4, cat 0.2-0.6'";
            default -> "'cat, ball'";
        };
    }
}
