package org.prompttoprompt.p2p;

import java.util.ArrayDeque;
import java.util.Arrays;

/** The nearest of some pixels, by steps to the four neighbours. */
final class Nearest {
    private Nearest() {}

    /** Returns for each pixel the nearest of those that are wanted, itself where there is none. */
    static int[] of(boolean[] wanted, int width) {
        int[] nearest = new int[wanted.length];
        Arrays.fill(nearest, -1);
        ArrayDeque<Integer> next = new ArrayDeque<>();
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i]) continue;
            nearest[i] = i;
            next.add(i);
        }
        while (!next.isEmpty()) {
            int i = next.remove();
            int[] around = {i % width > 0 ? i - 1 : i, i % width < width - 1 ? i + 1 : i, i - width, i + width};
            for (int other : around) {
                if (other < 0 || other >= nearest.length || nearest[other] >= 0) continue;
                nearest[other] = nearest[i];
                next.add(other);
            }
        }
        for (int i = 0; i < nearest.length; i++) if (nearest[i] < 0) nearest[i] = i;
        return nearest;
    }
}
