package org.prompttoprompt.service;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.prompttoprompt.engine.Doing;

/**
 * The line that tells how a run goes on, wherever it is shown: its steps with the time that is left, and what else is done before, between
 * and after them, which {@link Doing} tells. A step of a very large image takes minutes: where nothing is told for ten seconds, the line
 * tells since when, so that nobody takes it for dead.
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

    private record Said(String what, long at) {}

    private static final long SILENT = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOKS_MS = 1000;

    private final Shown shown;
    private final LongSupplier clock;
    private Timer looks;
    private volatile Said said = new Said("", 0);
    private volatile long shownAt;
    private final TimeLeft left = new TimeLeft();
    private final Consumer<String> doing = this::doing;
    private volatile Rows rows = new Rows(0, 1);

    /** Shows nothing yet. */
    public RunLine(Shown shown) {
        this(shown, System::nanoTime);
    }

    /** @param clock in ns */
    RunLine(Shown shown, LongSupplier clock) {
        this.shown = shown;
        this.clock = clock;
    }

    /** Shows what is done beside steps from now on, until it is closed. */
    public void listen() {
        Doing.listen(doing);
        looks = new Timer("Prompt-to-Prompt line", true);
        looks.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        look();
                    }
                },
                LOOKS_MS,
                LOOKS_MS);
    }

    /** Tells what was told last, and since when, if that is long ago. */
    void look() {
        Said last = said;
        long now = clock.getAsLong();
        if (last.what.isEmpty() || now - shownAt < SILENT) return;
        shownAt = now;
        String since = TimeLeft.inWords(TimeUnit.NANOSECONDS.toSeconds(now - last.at));
        Rows at = rows;
        shown.show(at.done, at.total, last.what + "; " + since + " since then, and it goes on", "");
    }

    private void say(String what) {
        shownAt = clock.getAsLong();
        said = new Said(what, shownAt);
    }

    /** Shows a step; its arguments are those of {@link org.prompttoprompt.pipeline.Progress#goOn}. */
    public void step(long done, long total, String message) {
        say(message);
        rows = new Rows(done, Math.max(1, total));
        shown.show(done, rows.total, message, left.after(done, total));
    }

    /** Returns whether some minutes were left at the last step. */
    public boolean isLong() {
        return left.isLong();
    }

    private void doing(String what) {
        say(what);
        Rows now = rows;
        shown.show(now.done, now.total, what, "");
    }

    @Override
    public void close() {
        if (looks != null) looks.cancel();
        said = new Said("", 0);
        Doing.forget(doing);
    }
}
