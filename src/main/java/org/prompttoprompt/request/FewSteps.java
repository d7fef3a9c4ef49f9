package org.prompttoprompt.request;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
                ? Math.max(0, end - start) + " of " + steps + (steps == 1 ? " step" : " steps")
                : "steps " + (start + 1) + " to " + end + " of " + steps;
    }

    /**
     * Returns what so few steps leave of shares of them; nothing where there are enough.
     *
     * @param windows the values of a sweep, or one
     */
    public static Optional<String> note(List<Window> windows, int steps) {
        if (!are(steps) || windows.isEmpty()) return Optional.empty();
        List<String> texts = windows.stream().map(window -> text(window, steps)).toList();
        if (windows.size() == 1) return Optional.of("tau " + windows.get(0) + " is " + texts.get(0));
        long images = texts.stream().distinct().count();
        String counts = windows.stream().map(window -> counted(window, steps)).collect(Collectors.joining(", "));
        return Optional.of("of " + steps + " steps these " + windows.size() + " taus are " + counts + ": " + images
                + " different image" + (images == 1 ? "" : "s"));
    }

    private static String counted(Window window, int steps) {
        int start = window.start(steps);
        int end = Math.max(start, window.end(steps));
        return start == 0 || start == end ? String.valueOf(end - start) : (start + 1) + "-" + end;
    }
}
