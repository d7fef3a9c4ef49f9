package org.prompttoprompt.score;

import java.util.List;
import org.prompttoprompt.Refusal;

/**
 * A mask as PIE-Bench writes it: pairs of a first pixel and a number of pixels, row after row, inside where the edit is (Ju et al. 2024).
 */
final class RunLengths {
    private RunLengths() {}

    /**
     * Returns the mask, row after row, true inside.
     *
     * @param border whether the image's outermost pixels are inside whatever the pairs say, as the published evaluation has it
     * @throws Refusal if the numbers are no such pairs
     */
    static boolean[] read(List<Integer> pairs, int width, int height, boolean border) {
        int n = width * height;
        boolean[] inside = new boolean[n];
        if (pairs.size() % 2 != 0)
            throw new Refusal(
                    "its mask has " + pairs.size() + " numbers, which are no pairs of first pixel and length");
        for (int i = 0; i < pairs.size(); i += 2) {
            int first = pairs.get(i);
            int length = pairs.get(i + 1);
            if (first < 0 || length < 0 || first >= n)
                throw new Refusal("its mask has the pair " + first + ", " + length + ", which is not within " + width
                        + " x " + height + " pixels");
            // Published masks run over the end.
            for (int p = first; p < Math.min((long) n, (long) first + length); p++) inside[p] = true;
        }
        if (!border) return inside;
        for (int i = 0; i < n; i++) {
            int x = i % width;
            int y = i / width;
            inside[i] |= x == 0 || y == 0 || x == width - 1 || y == height - 1;
        }
        return inside;
    }
}
