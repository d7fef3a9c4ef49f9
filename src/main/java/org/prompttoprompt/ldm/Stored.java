package org.prompttoprompt.ldm;

/**
 * Where a tensor lies in a file of the original layout.
 *
 * @param key its name there
 * @param form how it lies there
 */
record Stored(String key, Form form) {
    /** How a stored tensor becomes the one that is asked for. */
    enum Form {
        /** Of the same shape, or a matrix stored as a 1 x 1 convolution or the other way round. */
        WHOLE,
        /** The first of three that lie below each other. */
        FIRST_THIRD,
        SECOND_THIRD,
        LAST_THIRD,
        /** With its axes exchanged. */
        TRANSPOSED
    }

    static Stored whole(String key) {
        return new Stored(key, Form.WHOLE);
    }
}
