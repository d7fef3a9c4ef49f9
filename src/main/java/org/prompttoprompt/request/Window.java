package org.prompttoprompt.request;

import org.prompttoprompt.Refusal;

/**
 * A part of the sampling course in which something is injected, as shares of the steps: 0 is the first, noisiest step and
 * 1 the end. The paper's tau, counted from the start: {@code 0.8} is [0, 0.8], early injection as published.
 *
 * @param from the share of the course at which the injection begins, 0 to 1
 * @param to the share at which it ends, from {@code from} to 1
 */
public record Window(double from, double to) {
    public static final Window NEVER = new Window(0, 0);
    public static final Window ALWAYS = new Window(0, 1);

    public Window {
        if (!(0 <= from && from <= to && to <= 1)) {
            throw new Refusal("A window is a share of the steps such as 0.8, or an interval such as"
                    + " 0.2-0.8, between 0 and 1; this one is " + from + "-" + to);
        }
    }

    /** Returns the window [0, share]. */
    public static Window first(double share) {
        return new Window(0, share);
    }

    /** Returns what both windows have in common, {@link #NEVER} if that is nothing. */
    public Window and(Window other) {
        double first = Math.max(from, other.from);
        double last = Math.min(to, other.to);
        return first < last ? new Window(first, last) : NEVER;
    }

    /**
     * Returns the first step of the window of cross-attention, and {@link #crossEnd} the step after its last one. They are
     * rows of the published table of steps + 1 rows, which fits a scheduler that evaluates the network once more.
     */
    public int crossStart(int steps) {
        return (int) (from * (steps + 1));
    }

    /** See {@link #crossStart}. */
    public int crossEnd(int steps) {
        return (int) (to * (steps + 1));
    }

    /** Returns the first step of a window of self-attention or features, of which {@link #end} is the step after the last. */
    public int start(int steps) {
        return (int) (from * steps);
    }

    /** See {@link #start}. */
    public int end(int steps) {
        return (int) (to * steps);
    }

    @Override
    public String toString() {
        return from == 0 ? Numbers.text(to) : Numbers.text(from) + "-" + Numbers.text(to);
    }
}
