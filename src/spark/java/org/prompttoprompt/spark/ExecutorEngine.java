package org.prompttoprompt.spark;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.prompttoprompt.batch.Engine;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;

/**
 * The engine of a process of the cluster: one, whose model is loaded once, and which the tasks of the process use in turn. It has a
 * thread of its own, for Spark interrupts the threads of tasks that it gives up, and an interrupted thread closes the files that it
 * is reading.
 */
final class ExecutorEngine {
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(run -> {
        Thread thread = new Thread(run, "Prompt-to-Prompt on Spark");
        thread.setDaemon(true);
        thread.setContextClassLoader(ExecutorEngine.class.getClassLoader());
        return thread;
    });

    private static PromptToPrompt facade;

    private ExecutorEngine() {}

    /**
     * Runs a job when all before it have ended.
     *
     * @param job is given the engine, and a progress that ends it when the thread that waits here is interrupted
     * @throws CancellationException if it was
     */
    static <T> T call(BiFunction<Engine, Progress, T> job) {
        AtomicBoolean stopped = new AtomicBoolean();
        Callable<T> work = () -> {
            if (stopped.get()) throw new CancellationException("Stopped by Spark");
            return job.apply(Engine.of(facade()), (done, total, message) -> !stopped.get());
        };
        Future<T> result = THREAD.submit(work);
        while (true) {
            try {
                T value = result.get();
                if (stopped.get()) throw new CancellationException("Stopped by Spark");
                return value;
            } catch (InterruptedException e) {
                stopped.set(true);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) throw cause;
                if (e.getCause() instanceof Error cause) throw cause;
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static PromptToPrompt facade() {
        if (facade == null) {
            System.setProperty("java.awt.headless", "true");
            facade = new PromptToPrompt();
        }
        return facade;
    }
}
