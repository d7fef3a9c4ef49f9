package org.prompttoprompt.studio;

import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.service.P2PService;

/** A result and how long it took. */
record Timed(EditResult result, double seconds) {
    /** Makes the images of a request. */
    static Timed edit(P2PService p2p, EditRequest request, Progress progress) {
        long start = System.nanoTime();
        EditResult result = p2p.edit(request, progress);
        return new Timed(result, (System.nanoTime() - start) / 1e9);
    }
}
