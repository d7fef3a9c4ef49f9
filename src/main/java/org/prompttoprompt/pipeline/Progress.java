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
     * @return whether to go on; {@code false} stops within one step and keeps the finished frames
     */
    boolean goOn(long done, long total, String message);

    /** Returns whether a preview of the running images is wanted at this step, counted from 0; else none is computed. */
    default boolean wantsPreview(int step) {
        return false;
    }

    /** Shows rough pictures of the running images, of their size: the source first, then the images of a sweep. */
    default void preview(List<Frame> images) {}
}
