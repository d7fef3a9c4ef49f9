package org.prompttoprompt.studio;

import java.awt.image.BufferedImage;
import java.util.Optional;
import org.prompttoprompt.pipeline.EditResult;

/**
 * A result of the Studio and the state that made it.
 *
 * @param shown how it looks painted on the image that was edited, if one was
 */
record StudioEntry(StudioState state, EditResult result, Optional<ShownEdit> shown) {
    /** A result that the model drew by itself. */
    StudioEntry(StudioState state, EditResult result) {
        this(state, result, Optional.empty());
    }

    /** Returns the source's image. */
    BufferedImage source() {
        return shown.map(ShownEdit::source)
                .orElseGet(() -> PicturePanel.picture(result.frames().get(0)));
    }

    /** Returns the edited image; the source's, if nothing was edited. */
    BufferedImage edited() {
        return shown.map(ShownEdit::edited)
                .orElseGet(() ->
                        PicturePanel.picture(result.frames().get(result.frames().size() - 1)));
    }
}
