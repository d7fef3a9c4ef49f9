package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Fault;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.scijava.Context;

/** What a command refuses is its message; all else that ends it is logged with its trace and told as our fault. */
class FaultTest {
    private static Context context;

    @BeforeAll
    static void start() {
        context = new Context();
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    private static final class Ends extends MenuCommand {
        private final Supplier<? extends Throwable> thrown;

        Ends(Supplier<? extends Throwable> thrown) {
            this.thrown = thrown;
        }

        @Override
        protected void work() {
            Throwable end = thrown.get();
            if (end instanceof Error error) throw error;
            throw (RuntimeException) end;
        }
    }

    private static Ends run(Supplier<? extends Throwable> thrown) {
        Ends command = new Ends(thrown);
        command.setContext(context);
        command.run();
        return command;
    }

    private static String logged(Runnable job) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true));
        try {
            job.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString();
    }

    @Test
    void aRefusalIsItsSentenceAlone() {
        String log = logged(() -> {
            Ends refused = run(() -> new Refusal("tau=2: give less."));
            assertEquals("tau=2: give less.", refused.getCancelReason());
            assertTrue(refused.fault().isEmpty());
        });
        assertFalse(log.contains("\tat "), log);
    }

    @Test
    void whoeverStoppedItNeedNotBeTold() {
        Ends stopped = run(() -> new CancellationException("Stopped"));
        assertTrue(stopped.isCanceled());
        assertEquals("", stopped.getCancelReason());
    }

    @Test
    void everythingElseIsAFaultWithItsTraceInTheLog() {
        for (Throwable end : new Throwable[] {
            new NullPointerException("no map"),
            new IllegalArgumentException("shape"),
            new IllegalStateException("no row"),
            new UnsupportedOperationException(),
            new OutOfMemoryError("Java heap space"),
            new NoClassDefFoundError("x/Y")
        }) {
            String log = logged(() -> {
                Ends failed = run(() -> end);
                assertTrue(failed.isCanceled(), "a macro would go on");
                assertTrue(failed.getCancelReason().contains(Fault.REPORT_AT), failed.getCancelReason());
                assertEquals(end, failed.fault().orElseThrow());
            });
            assertTrue(log.contains("\tat " + FaultTest.class.getName()), log);
        }
    }

    @Test
    void whoRunsACommandHearsOfItsFault() {
        EditRequest request =
                EditRequest.of(Task.GENERATE).with("prompt", "a red ball").with("steps", 1);
        logged(() -> {
            Fault fault = assertThrows(
                    Fault.class,
                    () -> EditCommands.run(context, request, (done, total, message) -> {
                        throw new OutOfMemoryError("Java heap space");
                    }));
            assertTrue(fault.getMessage().startsWith("Memory is used up"), fault.getMessage());
            assertEquals(OutOfMemoryError.class, fault.getCause().getClass());
        });
    }
}
