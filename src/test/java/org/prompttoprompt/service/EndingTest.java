package org.prompttoprompt.service;

import static org.junit.jupiter.api.Assertions.*;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.command.Generate;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.scijava.Context;
import org.scijava.app.event.StatusEvent;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;

/** Processes that are to end while the engine computes: they do, within five seconds, with their status and no crash. */
@Tag("slow")
class EndingTest {
    private static final Duration MOST = Duration.ofSeconds(5);
    private static final int TERMINATED = 128 + 15;

    /** What the child computes, and how it is told to end. */
    private enum Work {
        /** A run of 999 steps. */
        RUN,
        /** The same by a command, which SciJava runs on a thread of its own. */
        COMMAND,
        /** One operation that takes longer than the process may: no layer ends in time. */
        OPERATION,
        /** Many operations, and nobody asks whether to go on, as while weights are read. */
        OPERATIONS,
    }

    @TempDir
    private Path folder;

    /** Starts a child, lets it compute and returns how long its end took, or fails. */
    private Duration ends(Work work, String how, int status) throws Exception {
        Path output = folder.resolve("output.txt");
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-Djava.awt.headless=true",
                "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                "-XX:-CreateCoredumpOnCrash",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                EndingTest.class.getName(),
                work.name(),
                how));
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            while (!Files.readString(output).contains("computing")) {
                assertTrue(child.isAlive(), () -> "It ended before:\n" + read(output));
                Thread.sleep(50);
            }
            long start = System.nanoTime();
            if (how.equals("signal")) child.destroy();
            assertTrue(child.waitFor(1, TimeUnit.MINUTES), () -> "It did not end:\n" + read(output));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertEquals(status, child.exitValue(), () -> read(output));
            assertFalse(Files.exists(folder.resolve("hs_err.log")), () -> read(output));
            assertTrue(took.compareTo(MOST) < 0, () -> "It took " + took + " to end:\n" + read(output));
            assertFalse(read(output).contains("finished"), () -> read(output));
            return took;
        } finally {
            child.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void aSignalEndsARun() throws Exception {
        ends(Work.RUN, "signal", TERMINATED);
    }

    @Test
    void quitEndsARun() throws Exception {
        ends(Work.RUN, "quit", 7);
    }

    @Test
    void quitEndsACommand() throws Exception {
        ends(Work.COMMAND, "quit", 7);
    }

    @Test
    void aSignalEndsAnOperation() throws Exception {
        ends(Work.OPERATION, "signal", TERMINATED);
    }

    @Test
    void quitEndsAnOperationWithItsStatus() throws Exception {
        ends(Work.OPERATION, "quit", 7);
    }

    @Test
    void aSignalEndsOperations() throws Exception {
        ends(Work.OPERATIONS, "signal", TERMINATED);
    }

    /** The child: computes, and quits as ImageJ does if it is told so. */
    public static void main(String[] args) {
        Context context = new Context();
        Runnable end = args[1].equals("quit") ? () -> new Thread(() -> quit(context)).start() : EndingTest::tell;
        switch (Work.valueOf(args[0])) {
            case RUN -> run(context.service(P2PService.class), end);
            case COMMAND -> command(context, end);
            case OPERATION -> operations(8192, 9, end);
            case OPERATIONS -> operations(256, 1_000_000, end);
        }
        System.out.println("finished");
    }

    private static void tell() {
        System.out.println("computing");
    }

    private static void quit(Context context) {
        tell();
        context.dispose();
        System.exit(7);
    }

    private static void run(P2PService p2p, Runnable end) {
        EditRequest request = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("steps", 999);
        p2p.run(request, (done, total, message) -> {
            if (message.startsWith("Step 3 ")) end.run();
            return true;
        });
    }

    private static void command(Context context, Runnable end) {
        Object third = new Object() {
            @EventHandler
            private void look(StatusEvent event) {
                if (event.getStatusMessage().startsWith("Step 3 ")) end.run();
            }
        };
        context.service(EventService.class).subscribe(third);
        context.service(CommandService.class).run(Generate.class, true, "prompt", "a red ball", "steps", "999");
        LockSupport.park(third);
    }

    private static void operations(int side, int many, Runnable end) {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                NDArray x = manager.ones(new Shape(side, side));
                end.run();
                for (int i = 0; i < many; i++) x.matMul(x).softmax(0).close();
                return null;
            }
        });
    }
}
