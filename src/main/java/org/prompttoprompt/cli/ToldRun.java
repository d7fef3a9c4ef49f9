package org.prompttoprompt.cli;

import java.util.concurrent.TimeUnit;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.service.RunLine;

/** Writes how a run goes on to the standard error stream: what is done before its first step, its steps, and how long the rest takes. */
final class ToldRun implements Progress, AutoCloseable {
    private static final long RARELY = TimeUnit.SECONDS.toNanos(2);

    private final RunLine line = new RunLine(this::show);
    private final boolean always;
    private String kind = "";
    private long saidAt;
    private boolean warned;

    private ToldRun(boolean always) {
        this.always = always;
        line.listen();
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
        line.step(done, total, message);
        if (!always && line.isLong() && !warned) {
            warned = true;
            CommandLine.print(
                    done, total, "This is a long run. Ctrl+C ends it; its images are saved when all of them are done.");
        }
        return true;
    }

    private synchronized void show(long done, long total, String message, String left) {
        if (isNews(message)) CommandLine.print(done, total, message + (always || line.isLong() ? left : ""));
    }

    /** A model's files are read in thousands of parts, and what is unpacked has as many megabytes. */
    private boolean isNews(String message) {
        String now = message.replaceFirst(": \\d+ of \\d+ MB$", "");
        if (now.equals(kind) && System.nanoTime() - saidAt < RARELY) return false;
        kind = now;
        saidAt = System.nanoTime();
        return true;
    }

    @Override
    public void close() {
        line.close();
    }
}
