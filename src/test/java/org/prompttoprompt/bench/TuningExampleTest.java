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

/** The program of the worked example, as its page has it run. */
class TuningExampleTest {
    @Test
    void itTellsBothScoresAndEnds(@TempDir Path folder) throws Exception {
        Path renders = Path.of("src/test/resources/instances");
        for (String part : List.of("set/train", "held-out")) {
            Path images = Files.createDirectories(folder.resolve(part).resolve("images"));
            Path masks = Files.createDirectories(folder.resolve(part).resolve("masks"));
            Files.copy(renders.resolve("05.png"), images.resolve("05.png"));
            Files.copy(renders.resolve("05-instances.png"), masks.resolve("05.png"));
        }
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TuningExample.class.getName(),
                folder.resolve("set").toString(),
                folder.resolve("held-out").toString()));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(4, TimeUnit.MINUTES);
        process.destroyForcibly().waitFor();
        String told = Files.readString(output);
        assertTrue(ended, "it does not end\n" + told);
        assertEquals(0, process.exitValue(), told);
        assertTrue(told.contains("held out, untuned: ") && told.contains("held out, tuned: "), told);
    }
}
