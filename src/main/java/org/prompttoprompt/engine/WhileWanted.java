package org.prompttoprompt.engine;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Work that ends at its next layer when nobody wants it any more: a step of a large sweep takes as long as many small runs. Layers ask
 * through {@link PyTorch#beforeLayer}, a few times a second.
 */
public final class WhileWanted {
    private static final long NANOS_BETWEEN = 200_000_000;

    /** The work that runs; there is one thread for it. */
    private static volatile WhileWanted running;

    private final BooleanSupplier wanted;
    private long asked = System.nanoTime();
    private volatile boolean over;

    private WhileWanted(BooleanSupplier wanted) {
        this.wanted = wanted;
    }

    private static final class Unwanted extends CancellationException {
        private static final long serialVersionUID = 1;

        Unwanted() {
            super("Stopped within a step");
        }
    }

    /**
     * Does the work. On the engine's thread, one at a time.
     *
     * @param wanted asked on that thread
     * @return what the work returns, false where it was ended because it is not wanted; all its arrays are its own to close
     */
    public static boolean run(BooleanSupplier wanted, BooleanSupplier work) {
        running = new WhileWanted(wanted);
        try {
            return work.getAsBoolean();
        } catch (Unwanted e) {
            return false;
        } finally {
            running = null;
        }
    }

    /**
     * Ends the work that runs, if it is not wanted any more.
     *
     * @param engine whether this is the engine's thread, which asks; the one that computes beside it ends with it
     */
    static void throwIfUnwanted(boolean engine) {
        WhileWanted now = running;
        if (now == null) return;
        if (engine && !now.over && System.nanoTime() - now.asked > NANOS_BETWEEN) {
            now.over = !now.wanted.getAsBoolean();
            now.asked = System.nanoTime();
        }
        if (now.over) throw new Unwanted();
    }
}
