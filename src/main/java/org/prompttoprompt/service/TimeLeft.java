package org.prompttoprompt.service;

import java.util.Locale;

/** How long a run will take if it goes on as so far; every network row costs the same. Waiting and loading do not count. */
public final class TimeLeft {
    private long start = System.nanoTime();

    /** Returns such as {@code ", 0:03 left"}; nothing before the first row and at the end. */
    public String after(long done, long total) {
        long now = System.nanoTime();
        if (done <= 0) start = now;
        if (done <= 0 || done >= total) return "";
        long seconds = Math.round((now - start) / 1e9 * (total - done) / done);
        return String.format(Locale.ROOT, ", %d:%02d left", seconds / 60, seconds % 60);
    }
}
