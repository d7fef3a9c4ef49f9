package org.prompttoprompt.store;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * How long a download puts up with a bad line.
 *
 * @param attempts in a row that bring nothing
 * @param pause before the second of these; it doubles each time
 * @param silence after which a connection is given up
 */
record Patience(int attempts, Duration pause, Duration silence) {
    static final Patience USUAL = new Patience(6, Duration.ofSeconds(1), Duration.ofSeconds(60));
    private static final long PIECE = 100;

    /** Waits before the next attempt, and asks whether to go on meanwhile. */
    void pause(int idle, BooleanSupplier goOn) {
        long end = System.nanoTime() + (pause.toNanos() << Math.max(0, idle - 1));
        while (System.nanoTime() < end) {
            if (!goOn.getAsBoolean())
                throw new CancellationException("The download was stopped; the next one goes on from there.");
            try {
                Thread.sleep(Math.min(PIECE, Math.max(1, pause.toMillis())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("Interrupted");
            }
        }
    }
}
