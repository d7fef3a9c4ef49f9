package org.prompttoprompt.studio;

import ij.ImagePlus;
import java.util.Optional;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.service.P2PService;

/**
 * A result and how long it took.
 *
 * @param shown how it looks painted on the image that is edited, if one is
 */
record Timed(EditResult result, double seconds, Optional<ShownEdit> shown) {
    /** Makes the images of a state. */
    static Timed edit(P2PService p2p, StudioState state, Progress progress) {
        long start = System.nanoTime();
        if (state.image().isEmpty()) {
            EditResult result = p2p.edit(state.request(), progress);
            return new Timed(result, since(start), Optional.empty());
        }
        Retouch retouch = state.image().get().retouch(p2p.resolve(state.request()));
        EditResult[] result = new EditResult[1];
        Optional<ImagePlus> made =
                retouch.run((request, input, note) -> result[0] = p2p.edit(request, input, progress));
        Optional<ShownEdit> shown =
                made.filter(image -> !result[0].cancelled()).map(image -> ShownEdit.of(retouch, image));
        return new Timed(result[0], since(start), shown);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
