package org.prompttoprompt.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How fast a download comes, over the last seconds in which it was waited for, and how long the rest takes at that pace. Time between two
 * files, in which one is checked or unpacked, does not count.
 */
final class TransferRate {
    /** Over which the pace is taken, in ns: long enough to be steady, short enough to follow the line. */
    static final long SPAN = 10_000_000_000L;

    /** After which it is told first, and then anew, in ns: what changes more often cannot be read. */
    static final long STEP = 1_000_000_000L;

    private static final double SECOND = 1e9;
    private static final int SIXTY = 60;

    private final LongSupplier clock;
    private final Deque<long[]> samples = new ArrayDeque<>();
    private long clocked;
    private long waited;
    private long file;
    private long come;
    private long toldAt = -STEP;
    private double rate = -1;

    TransferRate() {
        this(System::nanoTime);
    }

    /** @param clock in ns */
    TransferRate(LongSupplier clock) {
        this.clock = clock;
    }

    /** Begins with a file of which so many bytes are there. */
    void begin(long there) {
        clocked = clock.getAsLong();
        file = there;
    }

    /**
     * Hears how much of the file is there.
     *
     * @param there bytes, with those of earlier attempts
     * @param left bytes of all files that are still to come; not positive where nobody knows
     * @return what is told of it: {@code ", 2 MB/s, 0:12 left"}, empty in the first second
     */
    String at(long there, long left) {
        long now = clock.getAsLong();
        waited += now - clocked;
        clocked = now;
        come += Math.max(0, there - file); // less is there where it is begun anew
        file = there;
        if (samples.isEmpty() || waited - samples.getLast()[0] >= STEP / 4) samples.add(new long[] {waited, come});
        while (samples.size() > 1 && waited - samples.getFirst()[0] > SPAN) samples.removeFirst();
        long[] first = samples.getFirst();
        if (waited - first[0] >= STEP && waited - toldAt >= STEP) {
            rate = (come - first[1]) * SECOND / (waited - first[0]);
            toldAt = waited;
        }
        if (rate < 0) return "";
        if (rate < 1) return ", nothing comes just now";
        return ", " + Sizes.text((long) rate) + "/s" + (left > 0 ? ", " + time(Math.round(left / rate)) + " left" : "");
    }

    private static String time(long seconds) {
        long minutes = seconds / SIXTY;
        return minutes < SIXTY
                ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % SIXTY)
                : String.format(Locale.ROOT, "%d h %02d min", minutes / SIXTY, minutes % SIXTY);
    }
}
