package org.prompttoprompt.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A job for the engine's thread. Whoever waits for it can stop it: before it begins it is left out, later it ends at its next
 * layer. Either way the wait is over only when the job no longer touches a tensor.
 */
final class EngineJob<T> extends FutureTask<T> {
    private static volatile EngineJob<?> running;

    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile String reason;

    EngineJob(Callable<T> job) {
        super(job);
    }

    @Override
    public void run() {
        if (!begun.compareAndSet(false, true)) return;
        running = this;
        try {
            super.run();
        } finally {
            running = null;
            WorkSpace.free();
        }
    }

    /** Asks the job to end, and says why. */
    void stop(String why) {
        reason = why;
        if (begun.compareAndSet(false, true)) cancel(false);
    }

    /** Asks the job that runs now, if one does, to end. */
    static void stopRunning(String why) {
        EngineJob<?> now = running;
        if (now != null) now.stop(why);
    }

    /** On the engine's thread: throws a CancellationException if the job that runs has been stopped. */
    static void throwIfStopped() {
        EngineJob<?> now = running;
        if (now != null && now.reason != null) throw new CancellationException(now.reason);
    }

    /** Waits for the result; an interrupt stops the job. */
    T await() throws Exception {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop("The thread that waited for the run was interrupted.");
                } catch (CancellationException e) {
                    throw new CancellationException(reason);
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Error error) throw error;
                    throw (Exception) e.getCause();
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
