package org.prompttoprompt.engine;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Memory that a layer needs only as long as it computes, kept for the layers after it: the system fills fresh memory with zeros, which
 * takes as long as the arithmetic. Each thread that computes has its own, as large as its layers have needed, until the engine's job ends.
 */
enum WorkSpace {
    /** For what a layer computes on the way to its result. */
    LAYER,
    /** For its weights, where they are held otherwise than they are computed with. */
    WEIGHTS;

    private final Map<Thread, NDArray> all = new ConcurrentHashMap<>();

    /** Returns at least so many numbers of single precision on the CPU; what they are is left from before. */
    NDArray of(long numbers) {
        return all.compute(Thread.currentThread(), (thread, held) -> {
            if (held != null && held.size() >= numbers) return held;
            if (held != null) held.close();
            return Kernels.unset(numbers);
        });
    }

    /** Returns how many numbers all threads hold. */
    static long held() {
        long numbers = 0;
        for (WorkSpace space : values())
            numbers += space.all.values().stream().mapToLong(NDArray::size).sum();
        return numbers;
    }

    /** Gives it back. Nothing may be computing. */
    static void free() {
        for (WorkSpace space : values()) {
            space.all.values().removeIf(held -> {
                held.close();
                return true;
            });
        }
    }
}
