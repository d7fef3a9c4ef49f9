package org.prompttoprompt.service;

import static org.junit.jupiter.api.Assertions.*;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.text.Tokens;
import org.scijava.Context;

/** A run whose context is disposed or whose thread is interrupted ends within a layer, and those who wait are told. */
class StoppingTest {
    private static final int STEPS = 400;

    private final Context context = new Context();
    private final CountDownLatch running = new CountDownLatch(1);
    private final AtomicInteger steps = new AtomicInteger();

    private static EditRequest swap(int steps) {
        return EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("steps", steps);
    }

    /** Runs many steps, which no listener stops. */
    private FutureTask<EditResult> longRun(Context own) {
        P2PService p2p = own.service(P2PService.class);
        return new FutureTask<>(() -> p2p.run(swap(STEPS), (done, total, message) -> {
            if (message.startsWith("Step ")) steps.incrementAndGet();
            if (steps.get() > 1) running.countDown();
            return true;
        }));
    }

    private static String reason(FutureTask<?> run) {
        Throwable failure = assertThrows(ExecutionException.class, () -> run.get(1, TimeUnit.MINUTES))
                .getCause();
        assertInstanceOf(CancellationException.class, failure);
        return failure.getMessage();
    }

    /** How a prompt is read is told at once: a run waits here for the answer, which would wait for ever if it waited for the run. */
    @Test
    void aPromptIsReadWhileARunGoesOn() throws Exception {
        try (context) {
            P2PService p2p = context.service(P2PService.class);
            FutureTask<Tokens> read = new FutureTask<>(() -> p2p.tokens(EditRequest.of(Task.GENERATE), "a red ball"));
            p2p.run(swap(1), (done, total, message) -> {
                if (message.startsWith("Step ") && !read.isDone()) {
                    new Thread(read).start();
                    assertDoesNotThrow(() -> read.get(2, TimeUnit.MINUTES));
                }
                return true;
            });
            assertEquals(5, read.get().tokens().size());
        }
    }

    @Test
    void disposeStopsTheRunAndThoseThatWait() throws Exception {
        try (Context other = new Context()) {
            FutureTask<EditResult> run = longRun(context);
            new Thread(run).start();
            running.await();
            CountDownLatch waiting = new CountDownLatch(1);
            FutureTask<EditResult> next =
                    new FutureTask<>(() -> context.service(P2PService.class).run(swap(2), (done, total, message) -> {
                        if (message.startsWith("Waiting")) waiting.countDown();
                        return true;
                    }));
            new Thread(next).start();
            waiting.await();
            FutureTask<EditResult> elsewhere =
                    new FutureTask<>(() -> other.service(P2PService.class).run(swap(2), Progress.NONE));
            new Thread(elsewhere).start();

            context.dispose();
            assertEquals("ImageJ is closing: the run was stopped.", reason(run));
            assertEquals("ImageJ is closing: the run did not begin.", reason(next));
            assertTrue(steps.get() < STEPS, "it ran to its end");
            assertEquals(2, elsewhere.get(1, TimeUnit.MINUTES).frames().size(), "another context goes on");
        }
    }

    @Test
    void disposeLeavesTheRunOfAnotherContextAlone() throws Exception {
        FutureTask<EditResult> run =
                new FutureTask<>(() -> context.service(P2PService.class).run(swap(20), (done, total, message) -> {
                    running.countDown();
                    return true;
                }));
        new Thread(run).start();
        running.await();
        Context other = new Context();
        other.service(P2PService.class);
        other.dispose();
        assertEquals(2, run.get(1, TimeUnit.MINUTES).frames().size());
        context.dispose();
    }

    @Test
    void anInterruptStopsTheRunAndTheNextOneIsRight() throws Exception {
        P2PService p2p = context.service(P2PService.class);
        EditResult before = p2p.edit(swap(2), Progress.NONE);
        FutureTask<EditResult> run = longRun(context);
        Thread thread = new Thread(run);
        thread.start();
        running.await();
        FutureTask<EditResult> next = new FutureTask<>(() -> p2p.run(swap(2), Progress.NONE));
        Thread waiting = new Thread(next);
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) Thread.sleep(1);
        waiting.interrupt();
        String left = reason(next);
        assertTrue(left.contains("'Word Swap' of 'a red ball'"), left);
        thread.interrupt();
        assertEquals("The thread that waited for the run was interrupted.", reason(run));
        assertEquals(
                before.frames().get(1).image().getAt(64, 64),
                p2p.edit(swap(2), Progress.NONE).frames().get(1).image().getAt(64, 64));
        context.dispose();
    }

    /** Between steps a listener is asked; stopped while an image is decoded, only the layers can notice. */
    @Test
    void decodingStopsToo() {
        Thread caller = Thread.currentThread();
        P2PService p2p = context.service(P2PService.class);
        var stopped = assertThrows(
                CancellationException.class,
                () -> p2p.run(swap(2), (done, total, message) -> {
                    if (message.startsWith("Decoding 2")) PyTorch.stop(caller, "in the middle");
                    return true;
                }));
        assertEquals("in the middle", stopped.getMessage());
        context.dispose();
    }
}
