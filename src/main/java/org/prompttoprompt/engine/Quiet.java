package org.prompttoprompt.engine;

import java.util.function.Supplier;

/**
 * While the engine measures which of two ways is quicker, what this process does beside it waits. A thread that takes a processor away
 * slows the way more whose threads wait for each other more often, and what is measured is kept for all time.
 */
public final class Quiet {
    private static int measuring;

    private Quiet() {}

    /** Runs the job while others wait. It may not wait for them. */
    public static <T> T during(Supplier<T> job) {
        count(1);
        try {
            return job.get();
        } finally {
            count(-1);
        }
    }

    private static synchronized void count(int more) {
        measuring += more;
        Quiet.class.notifyAll();
    }

    /** Returns as soon as nothing is measured; at once on a thread that is interrupted, which stays so. */
    public static synchronized void await() {
        try {
            while (measuring > 0) Quiet.class.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
