package org.prompttoprompt.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.prompttoprompt.engine.Doing;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.service.TimeLeft;

/** Writes how a run goes on to the standard error stream: what is done before its first step, its steps, and how long the rest takes. */
final class ToldRun implements Progress, AutoCloseable {
    private static final long RARELY = TimeUnit.SECONDS.toNanos(2);

    private final TimeLeft left = new TimeLeft();
    private final Consumer<String> doing = this::doing;
    private final boolean always;
    private String kind = "";
    private String message = "";
    private long saidAt;
    private long at;
    private boolean warned;
    private volatile long done;
    private volatile long total = 1;

    private ToldRun(boolean always) {
        this.always = always;
        Doing.listen(doing);
    }

    /** Of images that are saved when all are done: a run of some minutes says so after its second step. */
    static ToldRun ofImages() {
        return new ToldRun(false);
    }

    /** Of what is long by its nature, and tells the time that is left with each line. */
    static ToldRun ofMany() {
        return new ToldRun(true);
    }

    @Override
    public boolean goOn(long done, long total, String message) {
        this.done = done;
        this.total = total;
        String time = always ? left.after(done, total) : left.afterIfLong(done, total);
        if (isNews(message)) CommandLine.print(done, total, message + time);
        if (!always && left.isLong() && !warned) {
            warned = true;
            CommandLine.print(
                    done, total, "This is a long run. Ctrl+C ends it; its images are saved when all of them are done.");
        }
        return true;
    }

    /** A model's files are read in thousands of parts, of each of which the same is told. */
    private boolean isNews(String what) {
        if (what.equals(message) && System.nanoTime() - saidAt < RARELY) return false;
        message = what;
        saidAt = System.nanoTime();
        return true;
    }

    /** The bytes of what is unpacked would fill a screen. */
    private synchronized void doing(String what) {
        String now = what.replaceAll("\\d+", "");
        if (now.equals(kind) && System.nanoTime() - at < RARELY) return;
        kind = now;
        at = System.nanoTime();
        CommandLine.print(done, total, what);
    }

    @Override
    public void close() {
        Doing.forget(doing);
    }
}
