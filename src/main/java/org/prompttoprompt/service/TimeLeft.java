package org.prompttoprompt.service;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How long a run will take if it goes on as so far; every network row costs the same. What comes before the first rows are done does not
 * count, nor do these themselves: they also wait, load and warm up, and take twice as long as others or more.
 */
public final class TimeLeft {
    /** What is longer, in seconds, is worth a word: somebody may do something else meanwhile, or less. */
    private static final long LONG = 300;

    private static final double SECOND = 1e9;
    private static final int SIXTY = 60;

    private final LongSupplier clock;
    private long start;
    private long first;
    private boolean isLong;

    /** Begins to count. */
    public TimeLeft() {
        this(System::nanoTime);
    }

    /** @param clock in ns */
    TimeLeft(LongSupplier clock) {
        this.clock = clock;
    }

    /** Returns such as {@code ", 0:03 left"}; nothing before there are rows beyond the first that were told, and at the end. */
    public String after(long done, long total) {
        isLong = false;
        if (first <= 0 || done < first) {
            first = done;
            start = clock.getAsLong();
        }
        if (done <= first || done >= total) return "";
        long seconds = Math.round((clock.getAsLong() - start) / SECOND * (total - done) / (done - first));
        isLong = seconds >= LONG;
        return ", " + inWords(seconds) + " left";
    }

    /** Returns whether some minutes were left when it was asked last. */
    public boolean isLong() {
        return isLong;
    }

    /** Returns such as {@code 0:03}. */
    static String inWords(long seconds) {
        long minutes = seconds / SIXTY;
        return minutes < SIXTY
                ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % SIXTY)
                : String.format(Locale.ROOT, "about %d h %02d min", minutes / SIXTY, minutes % SIXTY);
    }
}
