package org.prompttoprompt.pipeline;

/** How far several runs are together, told run by run. */
public final class WholeProgress {
    private final Progress all;
    private final long total;
    private final String of;
    private long done;
    private int run;

    /**
     * Begins to tell.
     *
     * @param total network rows of all runs
     * @param runs how many there are
     */
    public WholeProgress(Progress all, long total, int runs) {
        this.all = all;
        this.total = Math.max(1, total);
        of = " of " + runs;
    }

    /** Returns the progress of waiting between two runs. */
    public Progress waiting() {
        return part(done, 0, "");
    }

    /** Returns the progress of the next run, of so many network rows. */
    public Progress next(long rows) {
        long before = done;
        done += rows;
        return part(before, rows, "Run " + ++run + of + ": ");
    }

    private Progress part(long before, long rows, String what) {
        return all.told(
                (part, whole, message) -> all.goOn(before + rows * part / Math.max(1, whole), total, what + message));
    }
}
