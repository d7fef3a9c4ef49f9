package org.prompttoprompt.request;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.prompttoprompt.Refusal;

/**
 * A part of the sampling course in which something is injected, as shares of the steps: 0 is the first, noisiest step and
 * 1 the end. The paper's tau, counted from the start: {@code 0.8} is [0, 0.8], early injection as published. Shares are
 * exact decimals, so that 0.58 of 50 steps is 29 steps.
 *
 * @param from the share of the course at which the injection begins, 0 to 1
 * @param to the share at which it ends, from {@code from} to 1
 */
public record Window(BigDecimal from, BigDecimal to) {
    public static final Window NEVER = of(0, 0);
    public static final Window ALWAYS = of(0, 1);

    public Window {
        from = from.stripTrailingZeros();
        to = to.stripTrailingZeros();
        if (from.signum() < 0 || from.compareTo(to) > 0 || to.compareTo(BigDecimal.ONE) > 0) {
            throw new Refusal("A window is a share of the steps such as 0.8, or an interval such as"
                    + " 0.2-0.8, between 0 and 1; this one is " + from.toPlainString() + "-" + to.toPlainString());
        }
    }

    /** Returns the window [from, to], the numbers as they are written in decimals. */
    public static Window of(double from, double to) {
        return new Window(BigDecimal.valueOf(from), BigDecimal.valueOf(to));
    }

    /** Returns the window [0, share]. */
    public static Window first(double share) {
        return of(0, share);
    }

    /** Returns what both windows have in common, {@link #NEVER} if that is nothing. */
    public Window and(Window other) {
        BigDecimal first = from.max(other.from);
        BigDecimal last = to.min(other.to);
        return first.compareTo(last) < 0 ? new Window(first, last) : NEVER;
    }

    /**
     * Returns the first of {@code steps} sampling steps that is inside: share times steps, rounded to the nearest whole number,
     * halves up. The same rule for all that has a window, so that what ends at a share and what begins there never meet nor
     * leave a step out. The published programs round down, and count one step more for cross-attention: int(share · (steps + 1)).
     */
    public int start(int steps) {
        return step(from, steps);
    }

    /** Returns the step after the last one inside, by the rule of {@link #start}. */
    public int end(int steps) {
        return step(to, steps);
    }

    /** Returns how much of a step is inside, 0 to 1, where the window may end within a step. */
    public double share(int step, int steps) {
        BigDecimal first = from.multiply(BigDecimal.valueOf(steps)).max(BigDecimal.valueOf(step));
        BigDecimal last = to.multiply(BigDecimal.valueOf(steps)).min(BigDecimal.valueOf(step + 1L));
        return last.subtract(first).max(BigDecimal.ZERO).doubleValue();
    }

    private static int step(BigDecimal share, int steps) {
        return share.multiply(BigDecimal.valueOf(steps))
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact();
    }

    @Override
    public String toString() {
        return from.signum() == 0 ? to.toPlainString() : from.toPlainString() + "-" + to.toPlainString();
    }
}
