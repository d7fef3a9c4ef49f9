package org.prompttoprompt.command;

import java.awt.EventQueue;
import java.awt.SecondaryLoop;
import java.awt.Toolkit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The end of a command that runs on another thread. A macro may be run on the event thread, as ImageJ's Recorder does: it waits there as a
 * dialog does, while windows live on, for the command shows its progress and its images in them and would wait for it in turn.
 */
public final class CommandEnd {
    private CommandEnd() {}

    /** Waits for it, and returns what came of it as {@link Future#get()} does. */
    public static <T> T of(Future<T> command) throws ExecutionException, InterruptedException {
        if (EventQueue.isDispatchThread() && !command.isDone()) liveOn(command);
        return command.get();
    }

    private static void liveOn(Future<?> command) {
        SecondaryLoop loop = Toolkit.getDefaultToolkit().getSystemEventQueue().createSecondaryLoop();
        Thread waits = new Thread(
                () -> {
                    awaitEnd(command);
                    // An event, as the loop may not have begun yet.
                    EventQueue.invokeLater(loop::exit);
                },
                "Prompt-to-Prompt waits for a command");
        waits.setDaemon(true);
        waits.start();
        loop.enter();
    }

    private static void awaitEnd(Future<?> command) {
        try {
            command.get();
        } catch (ExecutionException | CancellationException | InterruptedException e) {
            // Whoever asked for it hears of it.
        }
    }
}
