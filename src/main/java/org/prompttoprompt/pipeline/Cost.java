package org.prompttoprompt.pipeline;

import java.util.Locale;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Method;
import org.prompttoprompt.request.MoveValues;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.WayValues;
import org.prompttoprompt.sweep.Pace;

/**
 * What a run cost: a row is one pass of one image through the network at one step, with or without the prompt.
 *
 * @param rows the rows that were run, up to a stop
 * @param oneByOne the rows of the same images drawn one by one, each with its source and nothing left out; the same as {@code rows} where that
 *     says nothing: for a plain generation and a run that was stopped
 */
public record Cost(long rows, long oneByOne) {
    /**
     * Returns what a job's run takes if nothing is kept from an earlier one, and what its images take one by one. An image's
     * inversion is counted with the most rows that it may take.
     *
     * @param halves of the guidance that the network runs, 1 or 2
     */
    static Cost estimate(Job job, long halves) {
        long seeds = job.settings().seeds().size();
        int first = job.firstEvaluation();
        long rows = inversion(job);
        Pace pace = job.pace(halves == 2, false);
        for (int step = first; step < job.plan().steps().size(); step++) {
            long now = pace.at(step).guided() ? halves : 1;
            rows += seeds * (sourceRows(job, now) + now * job.plan().leads(step).size());
        }
        return new Cost(rows, job.edits() ? oneByOne(job, halves) : rows);
    }

    /**
     * Returns the most rows that a request of {@link org.prompttoprompt.request.Task#EDIT} takes, whatever the image; nothing is
     * loaded.
     *
     * @throws org.prompttoprompt.Refusal if a value cannot be read
     */
    public static long most(EditRequest request) {
        EditRequest filled = anywhere(PromptToPrompt.resolve(request));
        long rows = PromptFit.ROWS + (AutoMask.isWanted(filled, EditInput.NONE) ? AutoMask.ROWS : 0);
        for (EditRequest one : WalkSweep.of(filled)) {
            Settings settings = Settings.of(one);
            WayValues way = settings.way().orElseThrow();
            long halves = settings.guided() ? 2 : 1;
            long source = WaysIn.guidesSource(way.method()) ? halves : 1;
            long walk = (settings.steps() - settings.firstStep())
                    * (source + halves * settings.variants().size());
            long seeds = settings.seeds().size();
            long inversions = way.method() == Method.DDPM ? seeds : 1;
            rows += seeds * walk + inversions * WaysIn.rows(way, settings.steps(), settings.firstStep());
        }
        return rows;
    }

    /** Returns the rows that draw one image by a request's steps and guidance, without an edit. */
    public static long ofDrawn(EditRequest filled) {
        Settings settings = Settings.of(anywhere(WalkSweep.of(filled).get(0)));
        return settings.steps() * (settings.guided() ? 2L : 1L);
    }

    /** An object that moves costs the same wherever it is and goes, which is told in pixels of an image that may be larger than the model's. */
    private static EditRequest anywhere(EditRequest request) {
        if (!MoveValues.isWanted(request)) return request;
        boolean named = !request.get(Option.OBJECT).isBlank()
                || request.get(Option.PLACE).isBlank();
        return request.with(Option.SHIFT, "1,0").with(Option.PLACE, named ? "" : "0,0,1,1");
    }

    /** Returns what a finished job cost. */
    static Cost of(Job job, long ran, long halves) {
        return new Cost(ran, oneByOne(job, halves));
    }

    /** Returns what a generation, or what was stopped, cost. */
    static Cost of(long ran) {
        return new Cost(ran, ran);
    }

    static long oneByOne(Job job, long halves) {
        long steps = job.plan().steps().size() - job.firstEvaluation();
        long images = job.settings().seeds().size()
                * Math.max(1L, job.plan().variants().size());
        return images * (inversion(job) / job.settings().seeds().size() + steps * (sourceRows(job, halves) + halves));
    }

    private static long inversion(Job job) {
        if (job.settings().way().isEmpty()) return 0;
        boolean once = job.settings().way().get().method() != Method.DDPM;
        return WaysIn.rows(job) * (once ? 1 : job.settings().seeds().size());
    }

    /** A generated source has both halves; a known one is run for its maps alone. */
    private static long sourceRows(Job job, long halves) {
        boolean guided = job.settings()
                .way()
                .map(way -> WaysIn.guidesSource(way.method()))
                .orElse(true);
        return guided ? halves : 1;
    }

    /** Returns the share of the rows one by one that was not needed, 0 to 1. */
    public double saved() {
        return oneByOne == 0 ? 0 : 1 - (double) rows / oneByOne;
    }

    /** Returns the line of the report. */
    @Override
    public String toString() {
        String rowsText = "Cost: " + rows + " network rows";
        return rows == oneByOne
                ? rowsText
                : String.format(Locale.ROOT, "%s instead of %d one by one (%.2f)", rowsText, oneByOne, 1 - saved());
    }
}
