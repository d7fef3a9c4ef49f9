package org.prompttoprompt.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.prompttoprompt.Refusal;

/**
 * How long what computes needs in each precision that it has. It is measured once and kept in the cache: a second time it might come out
 * otherwise, and a computer is to give the same images each time.
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
    private static final String BEGINNING = "precision-";
    private static final String LOCK = "precision";
    private static final Pattern NUMBER = Pattern.compile("\\d+");

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
        // Another process may measure just now: what it keeps is taken.
        return kept(where, halves)
                .orElseGet(() ->
                        alone(() -> kept(where, halves).orElseGet(() -> measuredAndKept(where, halves, clock))));
    }

    /** Returns what is measured now, and keeps it in place of what was kept. */
    static MeasuredPrecision again(String where, List<Precision> halves, Clock clock) {
        return alone(() -> measuredAndKept(where, halves, clock));
    }

    /** One process at a time: two would disturb each other. Where no lock can be had, as in somebody else's folder or beside a halted process, it
     * is done without. */
    private static MeasuredPrecision alone(Supplier<MeasuredPrecision> job) {
        try {
            return CacheLock.alone(LOCK, CacheLock.WORK, job::get);
        } catch (Refusal | IOException e) {
            return job.get();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<MeasuredPrecision> kept(String where, List<Precision> halves) {
        return read(file(where))
                .filter(one -> one.where.equals(where) && one.seconds.keySet().containsAll(halves));
    }

    private static MeasuredPrecision measuredAndKept(String where, List<Precision> halves, Clock clock) {
        Doing.tell("Measuring half precision");
        MeasuredPrecision measured = new MeasuredPrecision(where, measured(halves, clock), true);
        try {
            CacheFolder.keep(name(where), measured.text().getBytes(StandardCharsets.UTF_8));
            return measured;
        } catch (Refusal e) {
            return new MeasuredPrecision(where, measured.seconds, false);
        }
    }

    /** In turns, where it is a near thing: what other programs do meanwhile slows both then. */
    private static Map<Precision, Double> measured(List<Precision> halves, Clock clock) {
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
        try (Stream<Path> files = Files.list(CacheFolder.toRead())) {
            return files.filter(file -> file.getFileName().toString().startsWith(BEGINNING))
                    .flatMap(file -> read(file).stream())
                    .filter(one -> one.where.matches("\\P{C}*"))
                    .sorted(Comparator.comparing(MeasuredPrecision::order))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private String order() {
        return NUMBER.matcher(where).replaceAll(number -> "%9s".formatted(number.group()));
    }

    private static String name(String where) {
        CRC32 sum = new CRC32();
        sum.update(where.getBytes(StandardCharsets.UTF_8));
        return String.format("%s%08x.txt", BEGINNING, sum.getValue());
    }

    private static Path file(String where) {
        return CacheFolder.toRead().resolve(name(where));
    }

    private String text() {
        return where + "\n"
                + seconds.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(one -> one.getKey() + "=" + one.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    private static Optional<MeasuredPrecision> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            Map<Precision, Double> seconds = new EnumMap<>(Precision.class);
            for (String line : lines.subList(1, lines.size())) {
                int at = line.indexOf('=');
                double value = Double.parseDouble(line.substring(at + 1));
                if (!(value > 0) || Double.isInfinite(value)) return Optional.empty();
                seconds.put(Precision.named(line.substring(0, at)).orElseThrow(), value);
            }
            return seconds.containsKey(Precision.FLOAT32)
                    ? Optional.of(new MeasuredPrecision(lines.get(0), seconds, true))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
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
