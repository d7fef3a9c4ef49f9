package org.prompttoprompt.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Shortens a process that draws once: Java's second, slower compiler, whose work so short a run does not live to enjoy, leaves the
 * processors to the network. On two of them a run took a third longer with it. What makes check sums, what large convolutions do in Java and
 * how they copy numbers is left to it, as it alone has the processor's own instructions for them: without these a model of 4 GB took most of
 * a minute of a processor, and copies some 3 % more of a large step.
 */
final class QuickStart {
    /** What comes first goes first. */
    private static final String DIRECTIVES = """
            [{ match: ["sun/security/provider/*.*", "java/nio/*.*", "org/prompttoprompt/engine/Winograd*.*"],
               c2: { Exclude: false } },
             { match: "*.*", c2: { Exclude: true } }]
            """;

    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    private static final long MOST_MILLIS = 5000;

    private QuickStart() {}

    /** Does so on another thread, as it takes a while itself; asked again in the same process it does nothing. */
    static void begin() {
        if (BEGUN.getAndSet(true)) return;
        Thread thread = new Thread(QuickStart::leaveSecondCompiler, "Prompt-to-Prompt start");
        thread.setDaemon(true);
        // A process that is refused ends before this is done, and would leave the directive's file behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> waitFor(thread), "Prompt-to-Prompt start ends"));
        thread.start();
    }

    private static void waitFor(Thread thread) {
        try {
            thread.join(MOST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives Java directives for its compilers (JEP 165), as the tool {@code jcmd} does; Javas of other makers know none. */
    private static void leaveSecondCompiler() {
        try {
            Path file = Files.createTempFile("prompt-to-prompt", ".json");
            try {
                Files.writeString(file, DIRECTIVES);
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "compilerDirectivesAdd",
                                new Object[] {new String[] {file.toString()}},
                                new String[] {String[].class.getName()});
            } finally {
                Files.delete(file);
            }
        } catch (JMException | IOException | RuntimeException e) {
            // It only takes longer.
        }
    }
}
