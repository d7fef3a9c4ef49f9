package org.prompttoprompt.model;

/** Hears how far a long reading of files is, and may stop it. */
@FunctionalInterface
public interface Meter {
    /**
     * Called after each piece.
     *
     * @param done bytes read so far
     * @param total bytes in all
     * @return whether to go on
     */
    boolean goOn(long done, long total);

    /** What was read is not what it should be: all of it is read again. */
    default void again() {}
}
