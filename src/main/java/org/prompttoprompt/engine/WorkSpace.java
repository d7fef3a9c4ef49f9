package org.prompttoprompt.engine;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Memory that a layer needs only as long as it computes, kept for the layers after it: the system fills fresh memory with zeros, which
 * takes as long as the arithmetic. Each thread that computes has its own, as large as its layers have needed, until the engine's job ends.
 */
final class WorkSpace {
    private static final Map<Thread, NDArray> ALL = new ConcurrentHashMap<>();

    private WorkSpace() {}

    /** Returns at least so many numbers of single precision on the CPU; what they are is left from before. */
    static NDArray of(long numbers) {
        return ALL.compute(Thread.currentThread(), (thread, held) -> {
            if (held != null && held.size() >= numbers) return held;
            if (held != null) held.close();
            return Kernels.unset(numbers);
        });
    }

    /** Returns how many numbers all threads hold. */
    static long held() {
        return ALL.values().stream().mapToLong(NDArray::size).sum();
    }

    /** Gives it back. Nothing may be computing. */
    static void free() {
        ALL.values().removeIf(held -> {
            held.close();
            return true;
        });
    }
}
