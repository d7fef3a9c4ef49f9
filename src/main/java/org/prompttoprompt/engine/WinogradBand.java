package org.prompttoprompt.engine;

/**
 * Squares whose results are computed at once: some rows of them, in some images.
 *
 * @param images of it
 * @param first row of squares
 * @param rows of squares
 * @param across squares of a row
 * @param height of an image in pixels
 * @param width of an image in pixels
 */
record WinogradBand(int images, int first, int rows, int across, int height, int width) {
    /** Returns how many squares it has. */
    int tiles() {
        return images * rows * across;
    }
}
