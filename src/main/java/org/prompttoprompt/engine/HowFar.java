package org.prompttoprompt.engine;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How far something is that is done beside steps, such as the reading of a large file. What is over soon needs no numbers: from two seconds
 * on its line ends in a percent.
 */
public final class HowFar {
    private static final long SOON = TimeUnit.SECONDS.toNanos(2);
    private static final long WHOLE = 100;

    private final String what;
    private final LongSupplier clock;
    private final long begin;
    private String told;

    /**
     * Begins now.
     *
     * @param what is done, as a status line shows it
     */
    public HowFar(String what) {
        this(what, System::nanoTime);
    }

    /** @param clock in ns */
    HowFar(String what, LongSupplier clock) {
        this.what = what;
        this.clock = clock;
        begin = clock.getAsLong();
        told = what;
    }

    /**
     * Returns the line, such as {@code "Loading sd15: 40 %"}.
     *
     * @param done how much of it, in any unit
     * @param total all of it; what is done beyond it is all
     */
    public String line(long done, long total) {
        if (clock.getAsLong() - begin < SOON) return what;
        return what + ": " + Math.min(WHOLE, WHOLE * done / Math.max(1, total)) + " %";
    }

    /** Tells the line to {@link Doing} where it has changed; the first, without a percent, is told by whoever begins. */
    public void tell(long done, long total) {
        String now = line(done, total);
        if (now.equals(told)) return;
        told = now;
        Doing.tell(now);
    }
}
