package org.prompttoprompt.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What goes on before a first step can be counted: a start that unpacks hundreds of megabytes and loads a model must not look
 * dead. Whoever waits listens; nobody need. {@link HowFar} adds a percent to what takes long.
 */
public final class Doing {
    private static final List<Consumer<String>> LISTENERS = new CopyOnWriteArrayList<>();

    private Doing() {}

    /** Hears of it, on the threads that do it, until {@link #forget}. */
    public static void listen(Consumer<String> listener) {
        LISTENERS.add(listener);
    }

    /** Hears no more. */
    public static void forget(Consumer<String> listener) {
        LISTENERS.remove(listener);
    }

    /** Tells what is being done now, as a status line shows it. */
    public static void tell(String what) {
        LISTENERS.forEach(listener -> listener.accept(what));
    }
}
