package org.prompttoprompt.request;

/** What few steps leave of a share of them: a window is so many steps and no more. */
public final class FewSteps {
    private static final int MOST = 8;

    private FewSteps() {}

    /** Returns whether so few steps are taken that a window should be told in them. */
    public static boolean are(int steps) {
        return steps > 0 && steps <= MOST;
    }

    /** Returns a window in steps: {@code 3 of 4 steps}, {@code steps 2 to 3 of 4}. */
    public static String text(Window window, int steps) {
        int start = window.start(steps);
        int end = window.end(steps);
        return start == 0 || start >= end
                ? Math.max(0, end - start) + " of " + steps + " steps"
                : "steps " + (start + 1) + " to " + end + " of " + steps;
    }
}
