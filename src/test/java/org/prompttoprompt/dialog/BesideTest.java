package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.EventQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;

class BesideTest {
    /** Returns what is heard of a job, which must be on the event thread. */
    private static String heard(Supplier<String> job) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        Beside.run(
                job,
                done -> tell(heard, "done: " + done),
                () -> tell(heard, "stopped"),
                why -> tell(heard, "failed: " + why));
        return heard.get(10, TimeUnit.SECONDS);
    }

    private static void tell(CompletableFuture<String> heard, String what) {
        heard.complete(EventQueue.isDispatchThread() ? what : "not on the event thread");
    }

    private static String thrown(RuntimeException e) {
        throw e;
    }

    @Test
    void whatComesOfAJobIsHeardOnTheEventThread() throws Exception {
        assertEquals(
                "done: false true",
                heard(() -> EventQueue.isDispatchThread() + " "
                        + Thread.currentThread().isDaemon()));
        assertEquals("stopped", heard(() -> thrown(new CancellationException())));
        assertEquals("failed: No such model.", heard(() -> thrown(new Refusal("No such model."))));
        String fault = heard(() -> thrown(new IllegalStateException("broken")));
        assertTrue(fault.startsWith("failed: ") && fault.contains("broken"), fault);
    }
}
