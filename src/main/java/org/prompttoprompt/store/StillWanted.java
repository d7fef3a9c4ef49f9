package org.prompttoprompt.store;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether what a thread asks servers for is still wanted. Who can be told to stop says so around what it does; it is asked as long as a
 * server is silent.
 */
public final class StillWanted {
    private static final long LOOK_MILLISECONDS = 200;
    private static final ThreadLocal<BooleanSupplier> HERE = ThreadLocal.withInitial(() -> () -> true);

    private StillWanted() {}

    /** Does something on this thread that is given up as soon as it is not wanted any more. */
    public static <T> T during(BooleanSupplier wanted, Supplier<T> job) {
        BooleanSupplier before = HERE.get();
        HERE.set(wanted);
        try {
            return job.get();
        } finally {
            HERE.set(before);
        }
    }

    /** Returns what tells it of this thread. */
    public static BooleanSupplier here() {
        return HERE.get();
    }

    /**
     * Waits for an answer as long as it is wanted.
     *
     * @throws IOException or another exception that the answer ended with, as it is
     * @throws CancellationException if it is not wanted any more
     */
    static <T> T answer(CompletableFuture<T> coming, String from) throws IOException, InterruptedException {
        while (true) {
            try {
                return coming.get(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (here().getAsBoolean()) continue;
                coming.cancel(true);
                throw stopped(from);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException broken) throw broken;
                if (e.getCause() instanceof RuntimeException fault) throw fault;
                throw new IOException(e.getCause());
            }
        }
    }

    static CancellationException stopped(String from) {
        return new CancellationException("Stopped while " + from + " was asked");
    }
}
