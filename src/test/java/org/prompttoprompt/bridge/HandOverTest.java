package org.prompttoprompt.bridge;

import static org.junit.jupiter.api.Assertions.*;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;

/** Who brings plain ImageJ's menu into an ImageJ2 gets one plugin nevertheless: its commands run in the ImageJ2's own context. */
class HandOverTest {
    @Test
    void anImageJ2RunsTheCommandItself(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output.txt");
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Djava.util.prefs.userRoot=" + folder,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                HandOverDriver.class.getName()));
        Process java = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(java.waitFor(2, TimeUnit.MINUTES));
        String said = Files.readString(output);
        assertEquals(0, java.exitValue(), said);
        assertTrue(said.contains("nothing around: null\n"), said);
        assertTrue(said.contains("in the context around: true\n"), said);
    }
}
