package org.prompttoprompt.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What Java computes itself, by as many threads as PyTorch's operations have that the calling thread begins. Each works with memory of its
 * own, which is kept for the layers after it: threads of Java's common pool forget what is theirs when a task ends.
 *
 * @param <T> what a thread works with
 */
final class Shares<T> {
    private final Supplier<T> maker;
    private final Queue<T> idle = new ConcurrentLinkedQueue<>();

    /** Makes what threads work with when one more of them does. */
    Shares(Supplier<T> maker) {
        this.maker = maker;
    }

    /**
     * Runs the task for each number from 0 to below the count, in any order, and returns when all are done. What one throws comes out.
     *
     * @param task touches no array of the engine's; its numbers may be run at once, with different things to work with
     */
    void each(int count, ObjIntConsumer<T> task) {
        AtomicInteger next = new AtomicInteger();
        Runnable share = () -> run(next, count, task);
        List<? extends ForkJoinTask<?>> others = Stream.generate(
                        () -> ForkJoinPool.commonPool().submit(share))
                .limit(Math.max(0, Math.min(count, JniUtils.getNumThreads()) - 1L))
                .toList();
        try {
            share.run();
        } finally {
            others.forEach(ForkJoinTask::quietlyJoin);
        }
        // None is left to do: this only throws what one has thrown.
        others.forEach(ForkJoinTask::join);
    }

    private void run(AtomicInteger next, int count, ObjIntConsumer<T> task) {
        T own = idle.poll();
        if (own == null) own = maker.get();
        try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) task.accept(own, i);
        } finally {
            idle.add(own);
        }
    }
}
