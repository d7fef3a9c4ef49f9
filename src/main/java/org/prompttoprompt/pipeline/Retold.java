package org.prompttoprompt.pipeline;

import java.util.List;

/**
 * How something goes on, told in another way; it is wanted as long as the whole is.
 *
 * @param told hears how it goes on in place of the whole
 * @param shows whether its previews are shown as those of the whole; else it has none
 */
record Retold(Progress whole, Progress told, boolean shows) implements Progress {
    @Override
    public boolean goOn(long done, long total, String message) {
        return told.goOn(done, total, message);
    }

    @Override
    public boolean isWanted() {
        return whole.isWanted() && told.isWanted();
    }

    @Override
    public boolean wantsPreview(int step) {
        return shows && whole.wantsPreview(step);
    }

    @Override
    public void preview(List<Frame> images) {
        if (shows) whole.preview(images);
    }
}
