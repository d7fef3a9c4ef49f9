package org.prompttoprompt.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;

/** A word swap of one step at Stable Diffusion 1.5's size: what it takes of memory, and what was said beforehand. Memory is the same from run to run. */
@Tag("slow")
class FullSizeMemoryTest {
    private static final double MOST_GIGABYTES = 4.8;
    private static final double WITHIN = 1.2;
    private static final Pattern TOLD = Pattern.compile("ratio ([\\d.]+);.* whole process ([\\d.]+) GB");

    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void anEditTakesWhatWasSaid() throws Exception {
        Path model = folder.resolve("model");
        run(RandomModel.class, "sd-1.5", model.toString());
        String said = run(MemoryBenchmark.class, "model=" + model);
        Matcher told = TOLD.matcher(said);
        assertTrue(told.find(), said);
        double ratio = Double.parseDouble(told.group(1));
        assertTrue(ratio >= 1 / WITHIN && ratio <= WITHIN, said);
        assertTrue(Double.parseDouble(told.group(2)) <= MOST_GIGABYTES, said);
    }

    private String run(Class<?> program, String... arguments) throws Exception {
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-Dprompttoprompt.precision=float32",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName()));
        command.addAll(List.of(arguments));
        Path log = folder.resolve(program.getSimpleName() + ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(process.waitFor(10, TimeUnit.MINUTES), () -> program + " did not end");
        String said = Files.readString(log);
        assertEquals(0, process.exitValue(), said);
        return said;
    }
}
