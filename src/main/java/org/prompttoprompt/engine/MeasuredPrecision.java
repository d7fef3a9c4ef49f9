package org.prompttoprompt.engine;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long what computes needs in each precision that it has, as {@link KeptTimes} keep it.
 *
 * @param where what computes: device, its name, libtorch, threads
 * @param seconds of {@link PrecisionBenchmark} by precision, single among them
 * @param kept whether the next start finds it
 */
record MeasuredPrecision(String where, Map<Precision, Double> seconds, boolean kept) {
    /** Half precision is taken only if it needs at most this share of the time: else it would cost digits for nothing. */
    static final double WORTH = 0.8;

    /** What takes so many times as long as single precision does is no way to compute. */
    static final double SLOW = 4;

    /** A ratio that is no further from {@link #WORTH} than by this factor, or below {@link #SLOW} by it, is looked at again. */
    private static final double NEAR = 1.5;

    /** Likewise one above {@link #SLOW} by this factor: other programs have made a ratio three times what it was. */
    private static final int DISTURBED = 3;

    private static final int MORE_ROUNDS = 2;
    private static final String WHAT = "precision";

    MeasuredPrecision {
        seconds = Map.copyOf(seconds);
    }

    /** Measures the seconds of a precision; it may end after a try that took longer than is enough to know. */
    @FunctionalInterface
    interface Clock {
        double seconds(Precision precision, double enough);
    }

    /**
     * Returns what is kept of a place; where that is nothing, or cannot be read, what is measured now, and kept.
     *
     * @param halves the precisions besides the single one
     */
    static MeasuredPrecision of(String where, List<Precision> halves, Clock clock) {
        List<String> ways = Stream.concat(Stream.of(Precision.FLOAT32), halves.stream())
                .map(Precision::toString)
                .toList();
        return new MeasuredPrecision(KeptTimes.of(WHAT, where, ways, () -> byName(measured(halves, clock))));
    }

    /** Returns what is measured now, and keeps it in place of what was kept. */
    static MeasuredPrecision again(String where, List<Precision> halves, Clock clock) {
        return new MeasuredPrecision(KeptTimes.again(WHAT, where, () -> byName(measured(halves, clock))));
    }

    private MeasuredPrecision(KeptTimes times) {
        this(times.where(), byPrecision(times), times.kept());
    }

    private static Map<String, Double> byName(Map<Precision, Double> seconds) {
        Map<String, Double> byName = new LinkedHashMap<>();
        seconds.forEach((precision, taken) -> byName.put(precision.toString(), taken));
        return byName;
    }

    private static Map<Precision, Double> byPrecision(KeptTimes times) {
        Map<Precision, Double> seconds = new EnumMap<>(Precision.class);
        times.seconds()
                .forEach((name, taken) -> Precision.named(name).ifPresent(precision -> seconds.put(precision, taken)));
        return seconds;
    }

    /** In turns, where it is a near thing: what other programs do meanwhile slows both then. */
    private static Map<Precision, Double> measured(List<Precision> halves, Clock clock) {
        Doing.tell("Measuring half precision");
        Map<Precision, Double> seconds = new EnumMap<>(Precision.class);
        seconds.put(Precision.FLOAT32, clock.seconds(Precision.FLOAT32, Double.MAX_VALUE));
        for (Precision half : halves) {
            seconds.put(half, clock.seconds(half, SLOW * seconds.get(Precision.FLOAT32)));
            for (int i = 0; i < MORE_ROUNDS && isNear(seconds.get(half) / seconds.get(Precision.FLOAT32)); i++)
                for (Precision one : List.of(Precision.FLOAT32, half))
                    seconds.merge(one, clock.seconds(one, Double.MAX_VALUE), Math::min);
        }
        return seconds;
    }

    private static boolean isNear(double ratio) {
        boolean ofWorth = ratio > WORTH / NEAR && ratio < WORTH * NEAR;
        return ofWorth || ratio > SLOW / NEAR && ratio < DISTURBED * SLOW;
    }

    /** Returns all that is kept, by device, then by what else it was measured with: 2 threads before 10. */
    static List<MeasuredPrecision> all() {
        return KeptTimes.all(WHAT).stream()
                .map(MeasuredPrecision::new)
                .filter(one -> one.seconds.containsKey(Precision.FLOAT32))
                .toList();
    }

    /** Returns the precision that is worth to be computed in. */
    Precision fastest() {
        Precision best = Precision.FLOAT32;
        double fewest = WORTH * seconds.get(best);
        for (Precision half : new Precision[] {Precision.BFLOAT16, Precision.FLOAT16}) {
            double needed = seconds.getOrDefault(half, Double.MAX_VALUE);
            if (needed < fewest) {
                best = half;
                fewest = needed;
            }
        }
        return best;
    }

    /** Returns how many times as fast as in single precision it is in another; 0 where it does not compute in that. */
    double speed(Precision other) {
        return seconds.get(Precision.FLOAT32) / seconds.getOrDefault(other, Double.MAX_VALUE);
    }

    /** Returns whether that precision is no worse than slow. */
    boolean has(Precision other) {
        return speed(other) > 1 / SLOW;
    }

    /** Returns what was measured before and what comes of it, in a sentence. */
    String inWords() {
        return inWords("Kept from a measurement on ");
    }

    /** Returns the same of what has just been measured. */
    String nowInWords() {
        return inWords("Measured just now on ");
    }

    private String inWords(String begin) {
        String times = seconds.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getKey() + " " + inWords(one.getValue()))
                .collect(Collectors.joining(", "));
        return begin + where + ": " + times + ". "
                + (fastest() == Precision.FLOAT32
                        ? "Half precision would have to take no more than " + WORTH
                                + " of the time, so single precision is taken"
                        : fastest() + " is taken")
                + (kept
                        ? "."
                        : ", but this cannot be kept, as the cache cannot be written: single precision is taken here.");
    }

    private static String inWords(double seconds) {
        return seconds > 1e6 ? "not at all" : String.format(Locale.ROOT, "%.4f s", seconds);
    }
}
