package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fresh home: the first command tells within a second that it lives, and what takes long. Needs Xvfb. */
@Tag("window")
class FirstStartTest {
    private static final long MOST_MILLIS = 1000;

    @Test
    void aSignOfLifeAtOnceAndWhatIsDone(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).cold().drive(FirstStartDriver.class);
        Properties seen = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("target/first-start-seen.txt"))) {
            seen.load(in);
        }
        assertTrue(Long.parseLong(seen.getProperty("first")) < MOST_MILLIS, seen.toString());
        String told = seen.getProperty("told");
        for (String what : new String[] {
            "Checking: Memory", "Unpacking PyTorch's libraries, once: ", "Starting PyTorch", "Checking: Test edit"
        }) assertTrue(told.contains(what), what + " was not told:\n" + told);
    }
}
