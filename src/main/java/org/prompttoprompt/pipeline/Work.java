package org.prompttoprompt.pipeline;

import java.util.function.BooleanSupplier;
import org.prompttoprompt.Note;
import org.prompttoprompt.engine.DeviceMemory;
import org.prompttoprompt.engine.WhileWanted;

/** How much of a run is done, in rows of the network; an image that is decoded counts as the rows that take as long. */
final class Work {
    private static final long ROWS_OF_AN_IMAGE = 3;

    private final Progress progress;
    private final int seeds;
    private final int images;
    private long rows;
    private long extra;
    private long done;
    private long ran;
    private int decoded;
    private String note = "";

    /** @param images of one seed */
    Work(Progress progress, int seeds, int images) {
        this.progress = progress;
        this.seeds = seeds;
        this.images = images;
    }

    /** Says how many rows the network runs for one seed. */
    void plan(long rowsOfASeed) {
        rows = rowsOfASeed;
    }

    /** Says that the network runs more rows, once. */
    void more(long rowsOnce) {
        extra += rowsOnce;
    }

    /** Returns the rows that the network runs for all seeds. */
    long rows() {
        return rows * seeds + extra;
    }

    /** Returns the rows that the network has run. */
    long ran() {
        return ran;
    }

    /**
     * Does the work of a seed.
     *
     * @return whether all of it was done. Images that are done already are kept where a GPU's memory ends, or the run is not wanted any
     *     more in the midst of a step
     * @throws org.prompttoprompt.Refusal if it ends before there is any
     */
    boolean seed(BooleanSupplier walk) {
        try {
            return WhileWanted.run(progress::isWanted, walk);
        } catch (RuntimeException e) {
            if (!DeviceMemory.isUsedUp(e)) throw e;
            if (decoded == 0) throw DeviceMemory.refusal(e);
            note = "\n" + Note.line("Stopped: " + DeviceMemory.refusal(e).getMessage());
            return false;
        }
    }

    /** Returns why it ended before its end, as lines of a report go on; empty if it did not. */
    String note() {
        return note;
    }

    private boolean goOn(String message) {
        return progress.goOn(done, rows() + ROWS_OF_AN_IMAGE * images * seeds, message);
    }

    /** A step is done; returns whether to go on. */
    boolean step(long rowsOfTheStep, String message) {
        ran += rowsOfTheStep;
        done += rowsOfTheStep;
        return goOn(message);
    }

    /** The next image is about to be decoded; returns whether to go on. */
    boolean decoding() {
        return goOn("Decoding " + (decoded + 1) + " of " + images * seeds);
    }

    /** An image is decoded. */
    void decoded() {
        decoded++;
        done += ROWS_OF_AN_IMAGE;
    }

    /** All images of a seed are decoded; returns whether to go on. */
    boolean images() {
        return goOn("Decoded");
    }
}
