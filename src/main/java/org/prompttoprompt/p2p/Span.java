package org.prompttoprompt.p2p;

/**
 * The network evaluations [from, to) of a walk, 0 being the noisiest.
 *
 * @param from the first one inside
 * @param to the one after the last; none is inside unless it is larger than {@code from}
 */
public record Span(int from, int to) {
    /** Returns whether this evaluation is inside. */
    public boolean contains(int step) {
        return from <= step && step < to;
    }

    /** Returns whether none is inside. */
    public boolean isEmpty() {
        return from >= to;
    }
}
