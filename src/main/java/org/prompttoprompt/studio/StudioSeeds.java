package org.prompttoprompt.studio;

import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.service.P2PService;
import org.prompttoprompt.studio.StudioJobs.Aim;

/**
 * Draws the source from some seeds, of which a click takes one.
 *
 * @param whenDone called when the pictures are there
 * @param whenTaken called when a seed stands in the form
 */
record StudioSeeds(P2PService p2p, StudioJobs jobs, StudioFrame frame, Runnable whenDone, Runnable whenTaken) {
    private static final int SEEDS = 8;

    void draw() {
        EditRequest source;
        try {
            source = frame.form.source();
            if (source.task().takesImage())
                throw new Refusal(
                        "Seeds draws a prompt from eight seeds; what stands here is an image that is open. Another seed"
                                + " in Seed makes another edit of it.");
        } catch (Refusal e) {
            frame.status.failed(e.getMessage());
            return;
        }
        long first = source.seeds().get(0);
        EditRequest all = source.with(Option.SEED, first + ":1:" + (first + SEEDS - 1));
        frame.status.running(0, "Waiting");
        jobs.run(Aim.STACK, progress -> p2p.run(all, progress), result -> {
            whenDone.run();
            if (!result.cancelled()) SeedStrip.open(frame, result.frames(), all.seeds(), this::take);
        });
    }

    private void take(long seed) {
        frame.form.takeSeed(seed);
        whenTaken.run();
    }
}
