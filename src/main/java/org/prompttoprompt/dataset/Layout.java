package org.prompttoprompt.dataset;

import java.util.Map;

/** How the files of a data set lie, for one kind of training program. */
interface Layout {
    /** Writes the kept images that it has a place for, and returns by the id of each where it lies in the data set. */
    Map<String, String> write(Dataset data, Target target);

    /** Returns why a kept image has no place in it. */
    default String leavesOut() {
        return "the layout holds images with labels alone";
    }

    /** Returns a sentence for the data card: who reads it, and how. */
    String reading();

    /** Returns whether images without labels are of use to it. */
    default boolean needsLabels() {
        return true;
    }

    /** Returns whether images that belong to no edit are of use to it. */
    default boolean needsEdits() {
        return false;
    }
}
