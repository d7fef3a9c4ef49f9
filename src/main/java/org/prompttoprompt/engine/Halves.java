package org.prompttoprompt.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Two computations at once, each with half of the threads. Where operations are small, their threads wait for each other most of the
 * time; two computations that share nothing wait once, at their end (GuidanceBenchmark).
 */
public final class Halves {
    private static final ExecutorService OTHER = Executors.newSingleThreadExecutor(Halves::newThread);

    private static volatile Thread otherThread;

    private Halves() {}

    /**
     * What two computations returned, in the scope of the caller as if it had computed it itself.
     *
     * @param one of the first
     * @param two of the second
     */
    public record Results(NDArray one, NDArray two) {}

    /**
     * Runs both, the first on another thread where the engine may use two, else in turn. On the engine's thread. What either throws
     * comes out when both have ended.
     *
     * @param one returns a new array; neither computation changes what the other reads, and gradients are off
     */
    public static Results both(Supplier<NDArray> one, Supplier<NDArray> two) {
        if (!atOnce()) return new Results(one.get(), two.get());
        Threads threads = PyTorch.cpuThreads();
        int half = threads.now() / 2;
        CompletableFuture<NDArray> other = CompletableFuture.supplyAsync(
                () -> {
                    JniUtils.setNumThreads(half);
                    return Temporaries.closedAfter(one);
                },
                OTHER);
        threads.lend(half);
        NDArray second;
        try {
            second = two.get();
        } finally {
            other.handle((result, failure) -> null).join();
            threads.takeBack();
        }
        NDArray first = result(other);
        NDScope.register(first);
        return new Results(first, second);
    }

    /** Returns whether the engine may use two threads now. */
    public static boolean atOnce() {
        Threads threads = PyTorch.cpuThreads();
        return threads != null && threads.now() > 1;
    }

    private static NDArray result(CompletableFuture<NDArray> ended) {
        try {
            return ended.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) throw error;
            throw (RuntimeException) e.getCause();
        }
    }

    /** Returns whether the calling thread is the other one. */
    static boolean isOther() {
        return Thread.currentThread() == otherThread;
    }

    private static Thread newThread(Runnable jobs) {
        Runnable inItsModes = () -> {
            ThreadModes.set();
            jobs.run();
        };
        Thread thread = new Thread(inItsModes, "Prompt-to-Prompt engine, other half");
        thread.setDaemon(true);
        thread.setContextClassLoader(Halves.class.getClassLoader());
        otherThread = thread;
        return thread;
    }
}
