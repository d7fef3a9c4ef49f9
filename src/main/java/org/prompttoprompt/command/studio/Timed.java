package org.prompttoprompt.command.studio;

import org.prompttoprompt.command.P2PService;
import org.prompttoprompt.pipeline.EditRequest;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;

/** A result and how long it took. */
record Timed(EditResult result, double seconds) {
    /** Makes the images of a request. */
    static Timed edit(P2PService p2p, EditRequest request, Progress progress) {
        long start = System.nanoTime();
        EditResult result = p2p.edit(request, progress);
        return new Timed(result, (System.nanoTime() - start) / 1e9);
    }
}
