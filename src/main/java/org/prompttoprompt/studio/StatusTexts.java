package org.prompttoprompt.studio;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.prompttoprompt.pipeline.EditResult;

/** What the status row says about results. */
final class StatusTexts {
    private static final double PERCENT = 100;

    /** How lines of a report begin that tell what should be known of an edited image. */
    private static final List<String> TOLD = List.of(
            "Reconstruction:",
            "The first frame is a poor",
            "The model's autoencoder alone",
            "The source prompt",
            "It may change");

    private StatusTexts() {}

    /** Returns how long an image took, and what was saved where its source was known. */
    static String done(EditResult result, double seconds) {
        String took = String.format(Locale.ROOT, "Done in %.1f s.", seconds) + ofImage(result);
        // One image alone costs less than planned only where its source need not be drawn.
        long percent = Math.round(PERCENT * result.cost().saved());
        if (percent <= 0) return took;
        return took + " The source was known: " + (percent == PERCENT / 2 ? "half" : percent + " %")
                + " of the work was saved.";
    }

    /** What there is to tell of an edit of an open image: how well it is drawn again, and whether its prompt fits. */
    private static String ofImage(EditResult result) {
        if (result.reconstruction().isEmpty()) return "";
        return result.report()
                .lines()
                .filter(line -> TOLD.stream().anyMatch(line::startsWith))
                .map(line -> " " + line + (line.endsWith(".") ? "" : "."))
                .collect(Collectors.joining());
    }

    /** Returns which result stands in the window. */
    static String shown(StudioHistory history) {
        StudioState state = history.entry().orElseThrow().state();
        String tau = state.task() == org.prompttoprompt.request.Task.GENERATE ? "" : ", tau " + state.tau();
        return "Result " + (history.current() + 1) + " of " + history.entries().size() + ": " + state.summary() + tau
                + ".";
    }
}
