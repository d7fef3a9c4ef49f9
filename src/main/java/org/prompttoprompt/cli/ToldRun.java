package org.prompttoprompt.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.service.RunLine;

/** Writes how a run goes on to the standard error stream: what is done before its first step, its steps, and how long the rest takes. */
final class ToldRun implements Progress, AutoCloseable {
    private static final long SOON = TimeUnit.SECONDS.toNanos(2);
    private static final long RARELY = TimeUnit.SECONDS.toNanos(10);
    /** How far something is: that alone is no news. */
    private static final Pattern SHARE = Pattern.compile(": \\d+ (%|of \\d+ MB)$");

    private final RunLine line = new RunLine(this::show);
    private final boolean always;
    private final LongSupplier clock;
    private String kind = "";
    private boolean again;
    private long saidAt;
    private boolean warned;

    /**
     * Begins to tell.
     *
     * @param always whether the time that is left is told also where it is short
     * @param clock in ns
     */
    ToldRun(boolean always, LongSupplier clock) {
        this.always = always;
        this.clock = clock;
        line.listen();
    }

    /** Of images that are saved when all are done: a run of some minutes says so after its second step. */
    static ToldRun ofImages() {
        return new ToldRun(false, System::nanoTime);
    }

    /** Of what is long by its nature, and tells the time that is left with each line. */
    static ToldRun ofMany() {
        return new ToldRun(true, System::nanoTime);
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

    /** How far the reading of a large file is fills no screen: it is told after two seconds, and then every ten. */
    private boolean isNews(String message) {
        String now = SHARE.matcher(message).replaceFirst("");
        boolean same = now.equals(kind);
        long time = clock.getAsLong();
        if (same && time - saidAt < (again ? RARELY : SOON)) return false;
        again = same;
        kind = now;
        saidAt = time;
        return true;
    }

    @Override
    public void close() {
        line.close();
    }
}
