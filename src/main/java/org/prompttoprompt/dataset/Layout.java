package org.prompttoprompt.dataset;

/** How the files of a data set lie, for one kind of training program. */
interface Layout {
    /** Writes the kept images. */
    void write(Dataset data, Target target);

    /** Returns where an image lies in the data set. */
    String file(Entry entry);

    /** Returns a sentence for the data card: who reads it, and how. */
    String reading();

    /** Returns whether images without labels are of use to it. */
    default boolean needsLabels() {
        return true;
    }
}
