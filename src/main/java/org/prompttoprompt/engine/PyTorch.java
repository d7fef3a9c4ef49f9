package org.prompttoprompt.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.prompttoprompt.Refusal;

/**
 * The engine: boots PyTorch once and runs every job on one thread, where gradients are off and the class loader is right.
 *
 * <pre>{@code
 * NDArray image = PyTorch.call(() -> {
 *     try (NDManager manager = PyTorch.newManager()) { ... }
 * });
 * }</pre>
 *
 * Nothing is downloaded and nothing is reported home. Settings, each a system property or the environment variable in
 * brackets:
 *
 * <ul>
 *   <li>{@code prompttoprompt.device} [PROMPTTOPROMPT_DEVICE]: {@code cpu}, {@code gpu}, {@code gpu1}, ..., {@code mps};
 *       default: the {@link EngineChoice}.
 *   <li>{@code prompttoprompt.threads} [PROMPTTOPROMPT_THREADS]: CPU threads of one operation; default: the
 *       processors that other programs leave.
 *   <li>{@code prompttoprompt.precision} [PROMPTTOPROMPT_PRECISION]: {@code float32}, {@code bfloat16}, {@code float16} or
 *       {@code auto}; default: as {@link ChosenPrecision} says. {@code prompttoprompt.weights} [PROMPTTOPROMPT_WEIGHTS]: {@link HeldAs}.
 *   <li>{@code DJL_CACHE_DIR}: where the native library is unpacked; default: as {@link CacheFolder} says.
 *   <li>{@code PYTORCH_LIBRARY_PATH}, with {@code PYTORCH_VERSION} 2.7.1 and {@code PYTORCH_FLAVOR} {@code cpu} or {@code
 *       cu128}: a libtorch folder of one's own. Another version than 2.7.1 kills the process.
 * </ul>
 */
public final class PyTorch {
    private static final String CLOSING = "The program is ending; what is not saved yet is lost.";
    /** What is left of a layer when the process ends is waited for this long. */
    private static final long SECONDS_TO_END = 3;

    private static final ThreadPoolExecutor ENGINE =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), PyTorch::newThread);
    private static final Map<Thread, EngineJob<?>> WAITED_FOR = new ConcurrentHashMap<>();

    private static volatile Thread engineThread;
    private static volatile boolean ending;
    private static volatile Device device;
    private static Threads threads;
    private static volatile Refusal failure;

    private PyTorch() {}

    /**
     * Boots the engine, if it is not running yet. Where that failed after native code was loaded, it fails again for that reason.
     *
     * @throws Refusal if it cannot run here, with the reason and the cure
     */
    public static void start() {
        if (device != null) return;
        onEngineThread(() -> {
            if (failure != null) throw failure;
            if (device == null) device = boot();
            return null;
        });
    }

    /** Returns whether the engine has been started, and computes. */
    public static boolean isRunning() {
        return device != null;
    }

    /** Returns why it cannot be started in this process any more, if that is so. */
    static Optional<Refusal> failure() {
        return Optional.ofNullable(failure);
    }

    private static Device boot() {
        try {
            QuickEnd.hook(PyTorch::end, CLOSING);
            Device booted = EngineBoot.boot();
            ThreadModes.set();
            if (booted.equals(Device.cpu())) threads = EngineBoot.fittedThreads();
            return booted;
        } catch (Refusal e) {
            if (EngineBoot.hasBegun()) failure = e;
            throw e;
        }
    }

    /** Returns a manager of its own on {@link #device()}; whoever asks for it closes it. */
    public static NDManager newManager() {
        return NDManager.newBaseManager(device(), "PyTorch");
    }

    /** Returns whether the process is about to end; a long job asks between its steps and stops. */
    public static boolean isEnding() {
        return ending;
    }

    /** The native library must not be unloaded under a thread that computes. */
    private static void end() {
        ending = true;
        List<Runnable> left = new ArrayList<>();
        ENGINE.shutdown();
        ENGINE.getQueue().drainTo(left);
        for (Runnable job : left) if (job instanceof EngineJob<?> waiting) waiting.stop(CLOSING);
        EngineJob.stopRunning(CLOSING);
        try {
            if (!ENGINE.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) QuickEnd.prepare();
        } catch (InterruptedException e) {
            QuickEnd.prepare();
        }
    }

    /** Returns where tensors live and are computed. */
    public static Device device() {
        start();
        return device;
    }

    /** Returns where tensors are computed as people call it: {@code cpu}, {@code gpu 0}, {@code mps}. */
    public static String deviceName() {
        Device device = device();
        return device.getDeviceType() + (device.isGpu() ? " " + device.getDeviceId() : "");
    }

    /** Returns why it is not the device that was chosen in the window of models; empty if it is. */
    public static String deviceNote() {
        start();
        return EngineBoot.note();
    }

    /** Returns how many CPU threads one operation uses at most. */
    public static int threads() {
        return EngineBoot.threads();
    }

    /** Returns the folder of the native libraries: the user's own libtorch, or where ours were unpacked. */
    public static Path natives() {
        String libtorch = EngineBoot.libtorch();
        return libtorch != null ? Path.of(libtorch) : CachedNatives.cache();
    }

    /** Returns the native library's version: 2.7.1. */
    public static String version() {
        start();
        return Engine.getEngine("PyTorch").getVersion();
    }

    /**
     * Runs a job on the engine's thread and returns its result; jobs queue. Called on that thread, it just runs the job.
     * What the job throws comes out unchanged, but for checked exceptions and the end of a GPU's memory, which becomes a Refusal.
     *
     * @throws CancellationException with the reason, if the job was stopped: by {@link #stop}, by the end of the process or by
     *     an interrupt, which is kept. The job has then not begun, or has ended; it never goes on with tensors that the caller
     *     closes.
     */
    public static <T> T call(Callable<T> job) {
        start();
        return onEngineThread(job);
    }

    /** Stops what another thread waits for in {@link #call}, within a layer; without that nothing happens. */
    public static void stop(Thread caller, String why) {
        EngineJob<?> job = WAITED_FOR.get(caller);
        if (job != null) job.stop(why);
    }

    /**
     * Layers call it before they compute: throws a CancellationException if their job has been stopped or is unwanted, and fits the number of threads to what other programs leave.
     */
    public static void beforeLayer() {
        boolean engine = Thread.currentThread() == engineThread;
        if (engine || Halves.isOther()) {
            EngineJob.throwIfStopped();
            WhileWanted.throwIfUnwanted(engine);
        }
        if (engine && threads != null) threads.fit();
    }

    /** Returns the threads that operations use; null where a GPU computes. */
    static Threads cpuThreads() {
        return threads;
    }

    /** Runs a job that only gives memory back, before all jobs that are asked for later, unless the process is ending. */
    public static void free(Runnable job) {
        Runnable reported = () -> {
            try {
                job.run();
            } catch (RuntimeException | Error e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        };
        if (Thread.currentThread() == engineThread) {
            reported.run();
            return;
        }
        try {
            ENGINE.execute(reported);
        } catch (RejectedExecutionException e) {
            if (!ending) throw e;
        }
    }

    private static <T> T onEngineThread(Callable<T> job) {
        try {
            return Thread.currentThread() == engineThread ? job.call() : queued(new EngineJob<>(job));
        } catch (RuntimeException e) {
            throw Thread.currentThread() == engineThread ? e : DeviceMemory.told(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static <T> T queued(EngineJob<T> job) throws Exception {
        Thread caller = Thread.currentThread();
        WAITED_FOR.put(caller, job);
        try {
            ENGINE.execute(job);
            return job.await();
        } catch (RejectedExecutionException e) {
            throw new CancellationException(CLOSING);
        } finally {
            WAITED_FOR.remove(caller);
        }
    }

    private static Thread newThread(Runnable jobs) {
        Thread thread = new Thread(jobs, "Prompt-to-Prompt engine");
        thread.setDaemon(true);
        thread.setContextClassLoader(PyTorch.class.getClassLoader());
        engineThread = thread;
        return thread;
    }
}
