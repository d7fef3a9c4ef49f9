package org.prompttoprompt.service;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/** One run at a time in the whole process; who waits hears what for. Each service has a queue, and all share one turn. */
final class RunQueue {
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static final int MOST_CHARACTERS = 60;
    private static final ReentrantLock TURN = new ReentrantLock(true);
    private static volatile Run running;

    private boolean closed;

    /** The run whose turn it is. */
    private record Run(RunQueue queue, Thread thread, EditRequest request, long start) {
        @Override
        public String toString() {
            String prompt = request.get(Option.PROMPT);
            if (prompt.length() > MOST_CHARACTERS) prompt = prompt.substring(0, MOST_CHARACTERS) + "...";
            Duration since = Duration.ofNanos(System.nanoTime() - start);
            return String.format(
                    "'%s' of '%s', which began %d:%02d ago",
                    request.task().command().replace("...", ""), prompt, since.toMinutes(), since.toSecondsPart());
        }
    }

    /**
     * Runs a job when those before it are done.
     *
     * @throws CancellationException with the reason, if the job did not begin: {@code progress} said so, the thread was
     *     interrupted or the queue was closed
     */
    <T> T inTurn(EditRequest request, Progress progress, Supplier<T> job) {
        try {
            while (!TURN.tryLock(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                requireOpen();
                Run before = running;
                String message = "Waiting for " + (before == null ? "the run before" : before);
                if (!progress.goOn(0, 1, message))
                    throw new CancellationException("Stopped before it began. " + message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted before it began. It waited for " + running);
        }
        try {
            synchronized (RunQueue.class) {
                requireOpen();
                running = new Run(this, Thread.currentThread(), request, System.nanoTime());
            }
            // On the engine's thread, where a run that was stopped while it came here is found out.
            return PyTorch.call(() -> {
                requireOpen();
                return job.get();
            });
        } finally {
            synchronized (RunQueue.class) {
                running = null;
            }
            TURN.unlock();
        }
    }

    /** Throws a CancellationException if {@link #close} was called. */
    void requireOpen() {
        synchronized (RunQueue.class) {
            if (closed) throw new CancellationException("ImageJ is closing: the run did not begin.");
        }
    }

    /** Lets nobody run any more, and stops the run of this queue within a layer; waits for nothing. */
    void close() {
        synchronized (RunQueue.class) {
            closed = true;
            Run now = running;
            if (now != null && now.queue == this) PyTorch.stop(now.thread, "ImageJ is closing: the run was stopped.");
        }
    }
}
