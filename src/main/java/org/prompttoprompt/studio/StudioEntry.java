package org.prompttoprompt.studio;

import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Frame;

/** A result of the Studio and the state that made it. */
record StudioEntry(StudioState state, EditResult result) {
    /** Returns the source's image. */
    Frame source() {
        return result.frames().get(0);
    }

    /** Returns the edited image; the source's, if nothing was edited. */
    Frame edited() {
        return result.frames().get(result.frames().size() - 1);
    }
}
