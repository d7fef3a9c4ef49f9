package org.prompttoprompt.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** What Java computes itself, by as many threads as PyTorch's operations have that the calling thread begins. */
final class Shares {
    private Shares() {}

    /**
     * Runs the task for each number from 0 to below the count, in any order, and returns when all are done. What one throws comes out.
     *
     * @param task touches no array of the engine's; its numbers may be run at once
     */
    static void each(int count, IntConsumer task) {
        AtomicInteger next = new AtomicInteger();
        Runnable share = () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) task.accept(i);
        };
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
}
