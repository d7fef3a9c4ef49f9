package org.prompttoprompt.studio;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.SwingUtilities;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.service.RunLine;

/**
 * Runs the Studio's jobs one at a time, away from the event thread. A new job stops the one before, whose answer nobody
 * waits for any more. Answers come on the event thread.
 */
final class StudioJobs implements AutoCloseable {
    /** What a job is for. */
    enum Aim {
        /** The window's next result. */
        RESULT,
        /** A stack in ImageJ, whatever the window shows meanwhile. */
        STACK,
        /** Pictures to look at while a slider is held. */
        LOOK
    }

    /** Hears how a job goes on. */
    interface Listener {
        /** @param share done, 0 to 1 */
        void running(double share, String message);

        /** @param message why nothing came of it */
        void failed(String message);
    }

    /**
     * Shows a running job's images.
     *
     * @param every steps from one to the next, 0 for none
     */
    record Preview(int every, Consumer<List<Frame>> show) {
        static final Preview NONE = new Preview(0, images -> {});
    }

    /** What is told, whoever stopped a job: the window, ImageJ or the process. */
    static final String STOPPED = "Stopped: what is shown was drawn before.";

    private final ExecutorService thread = Executors.newSingleThreadExecutor(job -> {
        Thread worker = new Thread(job, "Prompt Studio");
        worker.setDaemon(true);
        return worker;
    });
    private final Listener listener;
    private volatile Job<?> current;
    /** Begin one after the other when the current one has come to something. Touched on the event thread only. */
    private final Deque<Job<?>> next = new ArrayDeque<>();

    StudioJobs(Listener listener) {
        this.listener = listener;
    }

    private final class Job<T> implements Runnable, Progress {
        private final Aim aim;
        private final Function<Progress, T> work;
        private final Consumer<T> whenDone;
        private final Preview preview;
        private final RunLine line = new RunLine(this::tell);

        Job(Aim aim, Function<Progress, T> work, Consumer<T> whenDone, Preview preview) {
            this.aim = aim;
            this.work = work;
            this.whenDone = whenDone;
            this.preview = preview;
        }

        @Override
        public boolean goOn(long done, long total, String message) {
            line.step(done, total, message);
            return isWanted();
        }

        @Override
        public boolean isWanted() {
            return current == this;
        }

        private void tell(long done, long total, String message, String left) {
            ifCurrent(() -> listener.running((double) done / total, message + left));
        }

        @Override
        public boolean wantsPreview(int step) {
            return preview.every > 0 && (step + 1) % preview.every == 0;
        }

        @Override
        public void preview(List<Frame> images) {
            ifCurrent(() -> preview.show.accept(images));
        }

        @Override
        public void run() {
            if (current != this) return;
            line.listen();
            try (line) {
                T result = work.apply(this);
                finish(() -> whenDone.accept(result));
            } catch (CancellationException e) {
                finish(() -> listener.failed(STOPPED));
            } catch (Refusal e) {
                finish(() -> listener.failed(e.getMessage()));
            } catch (RuntimeException | Error e) {
                String sentence = Messages.ofFault(e);
                finish(() -> listener.failed(sentence));
            }
        }

        private void finish(Runnable last) {
            ifCurrent(() -> {
                current = null;
                last.run();
                // What it has led to comes first.
                if (current == null && !next.isEmpty()) start(next.poll());
            });
        }

        /** Only the job that is waited for may speak. */
        private void ifCurrent(Runnable what) {
            SwingUtilities.invokeLater(() -> {
                if (current == this) what.run();
            });
        }
    }

    /** Runs a job as soon as the one before has stopped; a stack lets the window's result come to its end first. */
    <T> void run(Aim aim, Function<Progress, T> work, Consumer<T> whenDone) {
        run(aim, aim == Aim.STACK && runs(Aim.RESULT), work, whenDone, Preview.NONE);
    }

    /**
     * Runs a job that shows its images while it goes on.
     *
     * @param after whether those before, whose answers are still wanted, come to their ends first; not those that only wait for
     *     the same aim
     */
    <T> void run(Aim aim, boolean after, Function<Progress, T> work, Consumer<T> whenDone, Preview preview) {
        Job<T> job = new Job<>(aim, work, whenDone, preview);
        if (!after) next.clear();
        next.removeIf(waits -> waits.aim == aim);
        if (!after || !busy()) start(job);
        else if (aim == Aim.RESULT) next.addFirst(job);
        else next.add(job);
    }

    private void start(Job<?> job) {
        current = job;
        thread.execute(job);
    }

    /** Returns whether a job runs or waits. */
    boolean busy() {
        return current != null;
    }

    /** Returns whether a job of this aim runs or waits. */
    boolean runs(Aim aim) {
        return current != null && current.aim == aim;
    }

    /** Stops the running job within a step; without one nothing happens. */
    void stop() {
        if (current == null) return;
        next.clear();
        current = null;
        listener.failed(STOPPED);
    }

    @Override
    public void close() {
        current = null;
        thread.shutdown();
    }
}
