package org.prompttoprompt.request;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A seed that is drawn when a request is run: {@code random}, or -1 as other programs write it. What was drawn takes its place
 * before anything else reads the request, so that recipes and recorded lines make the same image again.
 */
public final class RandomSeed {
    /** What stands for a seed to draw in a list that was read; no image is drawn from it. */
    static final long TO_DRAW = -1;

    static final String WORD = "random";

    private static final Pattern ONE = Pattern.compile("(?i)" + WORD + "|-0*1(\\.0*)?");

    private RandomSeed() {}

    /** Returns whether one item of a list of seeds is to be drawn. */
    static boolean is(String item) {
        return ONE.matcher(Decimal.strip(item)).matches();
    }

    /** Returns seeds, as a request's text has them, with a number drawn for each that is to be drawn; others as they are. */
    public static String drawn(String seeds) {
        return drawn(seeds, () -> ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
    }

    /** Draws from {@code numbers}. */
    static String drawn(String seeds, Supplier<Integer> numbers) {
        String[] items = seeds.split(",", -1);
        if (Arrays.stream(items).noneMatch(RandomSeed::is)) return seeds;
        return Arrays.stream(items)
                .map(item -> is(item) ? String.valueOf(numbers.get()) : item.strip())
                .collect(Collectors.joining(", "));
    }

    /** Returns a request likewise. */
    public static EditRequest drawn(EditRequest request) {
        return request.with(Option.SEED, drawn(request.get(Option.SEED)));
    }

    /** Returns what to say of seeds that were drawn, if any were. */
    public static Optional<String> note(String given, String drawn) {
        if (given.equals(drawn)) return Optional.empty();
        boolean word =
                Pattern.compile(WORD, Pattern.CASE_INSENSITIVE).matcher(given).find();
        return Optional.of("seed=" + given
                + (word ? " was drawn" : " asks for a random seed, as in other programs, and was drawn")
                + ": seed=" + drawn + " makes the same again.");
    }
}
