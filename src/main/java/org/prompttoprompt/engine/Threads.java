package org.prompttoprompt.engine;

import ai.djl.pytorch.jni.JniUtils;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * As many threads for an operation as other programs leave processors. Threads of one operation wait for the last of them, which a
 * busy machine lets wait in turn: beside two busy loops on two processors one thread is faster than two (ThreadsBenchmark).
 *
 * <p>One and two threads draw the same image, to the bit; of more, powers of two differ least: of an array, each thread then has a whole
 * number of the groups that the processor computes at once.
 */
final class Threads {
    /** Time between two looks at what others do: long enough to be measured, a fraction of an edit. */
    private static final long SOON = 100_000_000;

    /** As long as others do the same, it doubles up to this: a look reads files of Linux's, with 0.1 MB of Java's memory. */
    private static final long RARELY = 16 * SOON;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final int most;
    private final boolean fixed;
    private int now;
    private boolean lent;
    private long looked;
    private long pause = SOON;

    /**
     * @param most threads, with which the engine has started
     * @param fixed whether it is always as many
     */
    Threads(int most, boolean fixed) {
        this.most = most;
        this.fixed = fixed;
        now = most;
        SYSTEM.getCpuLoad(); // each answer is about the time since the one before
        SYSTEM.getProcessCpuLoad();
        looked = System.nanoTime();
    }

    /** Looks, now and then, and sets the number for what the calling thread computes next, the engine's. */
    void fit() {
        if (fixed || lent || System.nanoTime() - looked < pause) return;
        int threads = left(SYSTEM.getCpuLoad(), SYSTEM.getProcessCpuLoad(), SYSTEM.getAvailableProcessors(), most);
        pause = threads == now ? Math.min(2 * pause, RARELY) : SOON;
        if (threads != now) JniUtils.setNumThreads(threads);
        now = threads;
        looked = System.nanoTime();
    }

    /** Returns their number now. */
    int now() {
        return now;
    }

    /** Leaves so many of them to another thread, which computes beside the calling one. */
    void lend(int threads) {
        lent = true;
        JniUtils.setNumThreads(now - threads);
    }

    /** The calling thread has all of them again. */
    void takeBack() {
        JniUtils.setNumThreads(now);
        lent = false;
    }

    /**
     * Returns the most of them, or the largest power of two that others leave.
     *
     * @param system share of all processors' time that all programs take, 0 to 1; negative where it is not known
     * @param own share that this process takes
     */
    static int left(double system, double own, int processors, int most) {
        if (!(system >= 0 && own >= 0)) return most;
        double others = Math.max(0, system - own) * processors;
        int threads = (int) Math.max(1, Math.min(most, Math.round(processors - others)));
        return threads == most ? most : Integer.highestOneBit(threads);
    }
}
