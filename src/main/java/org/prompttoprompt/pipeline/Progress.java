package org.prompttoprompt.pipeline;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/** Hears how a run goes on and may stop it. Called on the engine's thread. */
@FunctionalInterface
public interface Progress {
    /** Hears nothing and never stops. */
    Progress NONE = (done, total, message) -> true;

    /**
     * Called before and after each step.
     *
     * @param done network rows done so far, the unit in which every step costs the same
     * @param total network rows in all
     * @return whether to go on; {@code false} stops within one step and keeps the finished frames
     */
    boolean goOn(long done, long total, String message);

    /** Returns whether a preview of the running images is wanted after this step. */
    default boolean wantsPreview(int step) {
        return false;
    }

    /** Shows a rough picture of a running image. */
    default void preview(ArrayImg<ARGBType, IntArray> image, String label) {}
}
