package org.prompttoprompt.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Ends a connection that has fallen silent, or whose bytes nobody wants any more: to read from it would wait for ever. */
final class Watch implements AutoCloseable {
    private static final long LOOK = 250;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(job -> {
        Thread thread = new Thread(job, "Prompt-to-Prompt watches a download");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long heard = System.nanoTime();
    private volatile boolean stopped;
    private volatile boolean ended;

    /** @param goOn is asked while nothing comes */
    Watch(InputStream in, Patience patience, BooleanSupplier goOn) {
        clock.scheduleWithFixedDelay(
                () -> {
                    long silent = System.nanoTime() - heard;
                    if (silent < TimeUnit.MILLISECONDS.toNanos(LOOK)) return;
                    stopped = stopped || !goOn.getAsBoolean();
                    if (!stopped && silent <= patience.silence().toNanos()) return;
                    ended = true;
                    end(in);
                },
                LOOK,
                LOOK,
                TimeUnit.MILLISECONDS);
    }

    private static void end(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // It is ended all the same.
        }
    }

    void heard() {
        heard = System.nanoTime();
    }

    /** Returns whether it was ended here. */
    boolean ended() {
        return ended;
    }

    /** Returns whether it was ended because nobody wants more. */
    boolean stopped() {
        return stopped;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
