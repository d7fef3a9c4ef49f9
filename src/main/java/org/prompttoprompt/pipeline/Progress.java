package org.prompttoprompt.pipeline;

import java.util.List;

/** Hears how a run goes on and may stop it. Called on the engine's thread. */
@FunctionalInterface
public interface Progress {
    /** Hears nothing and never stops. */
    Progress NONE = (done, total, message) -> true;

    /**
     * Called after each step and around the decoding of each image.
     *
     * @param done network rows done so far, the unit in which every step costs the same; a decoded image counts as three
     * @param total network rows in all, with the images
     * @return whether to go on; {@code false} stops here and keeps the finished frames
     */
    boolean goOn(long done, long total, String message);

    /**
     * Returns whether the run is wanted still: asked within a step, several times a second. {@code false} ends it at its next layer, and
     * keeps the finished frames.
     */
    default boolean isWanted() {
        return true;
    }

    /**
     * Returns another way to tell how a part of this goes on, which is wanted as long as this is; it shows no previews.
     *
     * @param told hears how the part goes on in place of this
     */
    default Progress part(Progress told) {
        return new Retold(this, told, false);
    }

    /**
     * Returns the same told in another way: it is wanted as long as this is, and its previews are shown as those of this.
     *
     * @param told hears how it goes on in place of this
     */
    default Progress told(Progress told) {
        return new Retold(this, told, true);
    }

    /** Returns whether a preview of the running images is wanted at this step, counted from 0; else none is computed. */
    default boolean wantsPreview(int step) {
        return false;
    }

    /** Shows rough pictures of the running images, of their size: the source first, then the images of a sweep. */
    default void preview(List<Frame> images) {}
}
