package org.prompttoprompt.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;

/** What a benchmark does not know is told at once, and not after some minutes of another measurement. */
class ArgumentsTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsNotKnownEndsTheProgram() throws Exception {
        for (String line : List.of(
                "SweepBenchmark nonsense",
                "SweepBenchmark mini nonsense",
                "SweepBenchmark mini 2 nonsense",
                "SweepBenchmark mini 2 edit nonsense",
                "MoveBenchmark 1 nonsense",
                "EditBenchmark virtual nonsense")) {
            List<String> command = ChildJvm.command();
            command.addAll(List.of(
                    "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
            command.addAll(List.of(("org.prompttoprompt.bench." + line).split(" ")));
            Path told = folder.resolve("told.txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(told.toFile())
                    .start();
            boolean ended = process.waitFor(1, TimeUnit.MINUTES);
            process.destroyForcibly();
            assertTrue(ended, line + " has begun");
            assertEquals(2, process.exitValue(), line + ": " + Files.readString(told));
            assertTrue(Files.readString(told).startsWith("nonsense is "), Files.readString(told));
        }
    }
}
