package org.prompttoprompt.studio;

import java.util.Optional;
import org.prompttoprompt.service.P2PService;
import org.prompttoprompt.studio.StudioJobs.Aim;

/**
 * Lets the edited picture follow a slider while it is dragged: one edit at a time, of the latest value. What is drawn so becomes a result
 * only where the slider is let go.
 */
final class Following {
    private final P2PService p2p;
    private final StudioJobs jobs;
    private final StudioFrame frame;
    private Optional<StudioState> wanted = Optional.empty();
    private StudioState drawn;
    private Timed made;

    Following(P2PService p2p, StudioJobs jobs, StudioFrame frame) {
        this.p2p = p2p;
        this.jobs = jobs;
        this.frame = frame;
    }

    /** Draws a state next, in place of those that have not been begun. */
    void to(StudioState state) {
        wanted = Optional.of(state);
        if (!jobs.busy()) next();
    }

    private void next() {
        StudioState asked = wanted.orElseThrow();
        wanted = Optional.empty();
        jobs.run(Aim.LOOK, progress -> Timed.edit(p2p, asked, progress), timed -> {
            if (timed.result().cancelled()) return;
            drawn = asked;
            made = timed;
            frame.pictures.preview(timed.result().frames(), true);
            frame.status.done("tau " + asked.tau() + ", as long as the slider is held");
            if (wanted.isPresent()) next();
        });
    }

    /** Draws no more. */
    void end() {
        wanted = Optional.empty();
        if (jobs.runs(Aim.LOOK)) jobs.stop();
    }

    /** Returns what was drawn last, if it was this state. */
    Optional<Timed> made(StudioState state) {
        return Optional.ofNullable(made).filter(timed -> state.equals(drawn));
    }
}
