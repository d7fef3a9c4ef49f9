package org.prompttoprompt.batch;

import java.util.Map;
import org.prompttoprompt.pipeline.Progress;

/** Who draws what is left of a data set. Whoever draws a part draws the same bytes, so that a part may be drawn again. */
@FunctionalInterface
public interface Crew {
    /**
     * Draws all of it.
     *
     * @return why rows failed, in the order of the parts
     * @throws java.util.concurrent.CancellationException if {@code progress} stopped it
     * @throws org.prompttoprompt.dataset.DiskRefusal if the disk takes no more
     */
    Map<Integer, String> draw(Remaining remaining, Progress progress);
}
