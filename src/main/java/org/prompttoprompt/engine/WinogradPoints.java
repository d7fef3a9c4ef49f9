package org.prompttoprompt.engine;

/**
 * The points at which F(4x4, 3x3) multiplies polynomials (Toom 1963, Cook 1966; Lavin and Gray 2016, arXiv 1509.09308, section 3): 0, A, -A,
 * B, -B and infinity. Of those tried these round least, less than half as much as 0, 1, -1, 2, -2 and infinity, which the paper has (on their
 * choice: Barabasz et al. 2020, arXiv 1803.10986).
 */
final class WinogradPoints {
    static final float A = 0.625f;
    static final float B = 1.5f;
    static final float A2 = A * A;
    static final float B2 = B * B;
    static final float A3 = A * A * A;
    static final float B3 = B * B * B;

    /** How many there are: numbers along a side of the square that is read. */
    static final int COUNT = 6;

    /** Numbers of such a square, and entries that it is brought to. */
    static final int ENTRIES = COUNT * COUNT;

    /** Results along a side of a square. */
    static final int TILE = 4;

    /** Numbers along a side of a kernel. */
    static final int KERNEL = COUNT - TILE + 1;

    private WinogradPoints() {}

    /** Returns how many squares are along a side of so many pixels. */
    static int tiles(long side) {
        return (int) ((side + TILE - 1) / TILE);
    }
}
