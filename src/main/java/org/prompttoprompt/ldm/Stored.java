package org.prompttoprompt.ldm;

import ai.djl.ndarray.types.Shape;

/**
 * Where a tensor lies in a file of the original layout.
 *
 * @param key its name there
 * @param form how it lies there
 */
record Stored(String key, Form form) {
    static final int THIRDS = 3;

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

    /** Returns the shape of the tensor that is asked for where the stored one has this: of a third, a third of its rows. */
    Shape shape(Shape there) {
        long[] sizes = there.getShape().clone();
        switch (form) {
            case WHOLE -> {
                return there;
            }
            case TRANSPOSED -> {
                for (int i = 0; i < sizes.length; i++) sizes[i] = there.get(sizes.length - 1 - i);
            }
            case FIRST_THIRD, SECOND_THIRD, LAST_THIRD -> {
                if (sizes.length > 0) sizes[0] /= THIRDS;
            }
        }
        return new Shape(sizes);
    }

    static Stored whole(String key) {
        return new Stored(key, Form.WHOLE);
    }
}
