package org.prompttoprompt.canvas;

import ij.process.ImageProcessor;
import java.awt.Rectangle;

/**
 * What the pixel values of one plane mean on the screen, and back. A <i>level</i> is a value's place in the display range: 0 is
 * its lower end, 255 its upper one; pixels that the display shows saturated lie outside. Colours are red, green and blue, 0 to
 * 255 each, [3][pixels].
 */
interface Tones {
    /** Returns the pixels, one processor for each channel, or a single one of colours. */
    ImageProcessor[] pixels();

    /** Returns the levels in a box, [channels][pixels]; NaN where a pixel is not a number. */
    float[][] levels(Rectangle box);

    /** Returns the colours that levels show. */
    float[][] colours(float[][] levels);

    /**
     * Returns the levels that show these colours. Where several do, as of many channels, they are those nearest to {@code
     * near}.
     */
    float[][] levels(float[][] colours, float[][] near);

    /**
     * Adds changes of levels, [channels][pixels], to copies of {@link #pixels}, rounded to values that they can hold. Where a
     * change is 0, or a pixel is not a number, it keeps its value to the bit.
     */
    void add(float[][] changes, Rectangle box, ImageProcessor[] copies);
}
