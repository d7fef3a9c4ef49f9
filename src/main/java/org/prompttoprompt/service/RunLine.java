package org.prompttoprompt.service;

import java.util.function.Consumer;
import org.prompttoprompt.engine.Doing;

/**
 * The line that tells how a run goes on, wherever it is shown: its steps with the time that is left, and what else is done before, between
 * and after them, which {@link Doing} tells.
 */
public final class RunLine implements AutoCloseable {
    /** Shows it; called on the threads that do what it tells. */
    @FunctionalInterface
    public interface Shown {
        /**
         * Shows it anew.
         *
         * @param done network rows so far
         * @param total network rows in all, at least 1
         * @param message what is done now
         * @param left such as {@code ", 0:03 left"}, empty where that is not known
         */
        void show(long done, long total, String message, String left);
    }

    private record Rows(long done, long total) {}

    private final Shown shown;
    private final TimeLeft left = new TimeLeft();
    private final Consumer<String> doing = this::doing;
    private volatile Rows rows = new Rows(0, 1);

    /** Shows nothing yet. */
    public RunLine(Shown shown) {
        this.shown = shown;
    }

    /** Shows what is done beside steps from now on, until it is closed. */
    public void listen() {
        Doing.listen(doing);
    }

    /** Shows a step; its arguments are those of {@link org.prompttoprompt.pipeline.Progress#goOn}. */
    public void step(long done, long total, String message) {
        rows = new Rows(done, Math.max(1, total));
        shown.show(done, rows.total, message, left.after(done, total));
    }

    /** Returns whether some minutes were left at the last step. */
    public boolean isLong() {
        return left.isLong();
    }

    private void doing(String what) {
        Rows now = rows;
        shown.show(now.done, now.total, what, "");
    }

    @Override
    public void close() {
        Doing.forget(doing);
    }
}
