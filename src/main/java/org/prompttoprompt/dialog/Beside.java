package org.prompttoprompt.dialog;

import java.awt.EventQueue;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Messages;

/** What takes longer than a window may stand still: done on a thread of its own, and heard of on the event thread. */
final class Beside {
    private Beside() {}

    /**
     * Does something.
     *
     * @param done hears what came of it
     * @param stopped is told that it was cancelled
     * @param failed hears why nothing came of it, as a message for the user
     */
    static <T> void run(Supplier<T> job, Consumer<T> done, Runnable stopped, Consumer<String> failed) {
        Thread thread = new Thread(
                () -> EventQueue.invokeLater(outcome(job, done, stopped, failed)), "Prompt-to-Prompt models");
        thread.setDaemon(true);
        thread.start();
    }

    private static <T> Runnable outcome(Supplier<T> job, Consumer<T> done, Runnable stopped, Consumer<String> failed) {
        try {
            T result = job.get();
            return () -> done.accept(result);
        } catch (CancellationException e) {
            return stopped;
        } catch (Refusal e) {
            return () -> failed.accept(e.getMessage());
        } catch (RuntimeException | Error e) {
            String fault = Messages.ofFault(e);
            return () -> failed.accept(fault);
        }
    }
}
