package org.prompttoprompt.studio;

import java.util.Locale;
import org.prompttoprompt.pipeline.EditResult;

/** What the status row says about results. */
final class StatusTexts {
    private static final double PERCENT = 100;

    private StatusTexts() {}

    /** Returns how long an image took, and what was saved where its source was known. */
    static String done(EditResult result, double seconds) {
        String took = String.format(Locale.ROOT, "Done in %.1f s.", seconds);
        // One image alone costs less than planned only where its source need not be drawn.
        long percent = Math.round(PERCENT * result.cost().saved());
        if (percent <= 0) return took;
        return took + " The source was known: " + (percent == PERCENT / 2 ? "half" : percent + " %")
                + " of the work was saved.";
    }

    /** Returns which result stands in the window. */
    static String shown(StudioHistory history) {
        StudioState state = history.entry().orElseThrow().state();
        String tau = state.task() == org.prompttoprompt.request.Task.GENERATE ? "" : ", tau " + state.tau();
        return "Result " + (history.current() + 1) + " of " + history.entries().size() + ": " + state.summary() + tau
                + ".";
    }
}
