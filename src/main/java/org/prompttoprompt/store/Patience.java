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

    /** Bytes of one connection after which the next is begun at once, however short the first was. */
    static final long ENOUGH = 1 << 20;

    /**
     * Returns how long to wait before the next attempt, in ns: not at all on a line that only breaks often, and with a server that ends
     * each connection after a few bytes no less than a {@code pause} from one to the next.
     *
     * @param idle attempts in a row that brought nothing
     * @param brought bytes that the last one has brought
     * @param lasted how long it took, in ns
     */
    long waiting(int idle, long brought, long lasted) {
        if (idle > 0) return pause.toNanos() << idle - 1;
        return brought >= ENOUGH ? 0 : Math.max(0, pause.toNanos() - lasted);
    }

    /** Waits so many ns, and asks whether to go on meanwhile. */
    static void pause(long nanos, BooleanSupplier goOn) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            if (!goOn.getAsBoolean())
                throw new CancellationException("The download was stopped; the next one goes on from there.");
            try {
                Thread.sleep(Math.min(PIECE, left / 1_000_000 + 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("Interrupted");
            }
        }
    }
}
