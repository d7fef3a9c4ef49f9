package org.prompttoprompt.command.studio;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.SwingUtilities;
import org.prompttoprompt.pipeline.Progress;

/**
 * Runs the Studio's jobs one at a time, away from the event thread. A new job stops the one before, whose answer nobody
 * waits for any more. Answers come on the event thread.
 */
final class StudioEngine implements AutoCloseable {
    /** Hears how a job goes on. */
    interface Listener {
        /** @param share done, 0 to 1 */
        void running(double share, String message);

        /** @param message why nothing came of it */
        void failed(String message);
    }

    private final ExecutorService thread = Executors.newSingleThreadExecutor(job -> {
        Thread worker = new Thread(job, "Prompt Studio");
        worker.setDaemon(true);
        return worker;
    });
    private final Listener listener;
    private volatile Job<?> current;

    StudioEngine(Listener listener) {
        this.listener = listener;
    }

    private final class Job<T> implements Runnable, Progress {
        private final Function<Progress, T> work;
        private final Consumer<T> whenDone;

        Job(Function<Progress, T> work, Consumer<T> whenDone) {
            this.work = work;
            this.whenDone = whenDone;
        }

        @Override
        public boolean goOn(long done, long total, String message) {
            tell(() -> listener.running((double) done / Math.max(1, total), message));
            return current == this;
        }

        @Override
        public void run() {
            if (current != this) return;
            try {
                T result = work.apply(this);
                finish(() -> whenDone.accept(result));
            } catch (CancellationException e) {
                finish(() -> listener.failed("Stopped"));
            } catch (IllegalArgumentException | IllegalStateException e) {
                finish(() -> listener.failed(e.getMessage()));
            } catch (RuntimeException | Error e) {
                finish(() -> listener.failed("Something went wrong: " + e));
                throw e;
            }
        }

        private void finish(Runnable last) {
            tell(() -> {
                current = null;
                last.run();
            });
        }

        /** Only the job that is waited for may speak. */
        private void tell(Runnable what) {
            SwingUtilities.invokeLater(() -> {
                if (current == this) what.run();
            });
        }
    }

    /** Runs a job as soon as the one before has stopped. */
    <T> void run(Function<Progress, T> work, Consumer<T> whenDone) {
        Job<T> job = new Job<>(work, whenDone);
        current = job;
        thread.execute(job);
    }

    /** Stops the running job within a step; without one nothing happens. */
    void stop() {
        if (current == null) return;
        current = null;
        listener.failed("Stopped");
    }

    @Override
    public void close() {
        current = null;
        thread.shutdown();
    }
}
