package org.prompttoprompt.command.system;

import static org.junit.jupiter.api.Assertions.*;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.command.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** The report where all is well, where the model is missing, and where the engine cannot load. */
class CheckMySystemTest {
    @Test
    void allIsWell() throws Exception {
        try (Context context = new Context()) {
            String report = (String) context.service(CommandService.class)
                    .run(CheckMySystem.class, true)
                    .get()
                    .getOutput("report");
            assertFalse(report.contains("FAIL"), report);
            assertTrue(report.contains("Maps replaced") && report.endsWith("All is well.\n"), report);
        }
    }

    @Test
    void aMissingModelIsToldWithItsCure() {
        try (Context context = new Context()) {
            String report = new SystemReport(context.service(P2PService.class), new File("/no/such/folder")).text();
            assertTrue(report.contains("OK    Engine"), report);
            assertTrue(report.contains("FAIL  Model: model=/no/such/folder"), report);
            assertEquals(
                    report.lines().filter(line -> line.startsWith("FAIL")).count(),
                    report.lines().filter(line -> line.startsWith("      -> ")).count());
        }
    }

    /** A process of its own, whose libtorch folder holds none. */
    @Test
    void worksWhereTheEngineCannotLoad(@TempDir Path folder) throws Exception {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String without = Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> !entry.contains("pytorch-native"))
                .collect(Collectors.joining(File.pathSeparator));
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Duser.home=" + folder,
                "-Djava.util.prefs.userRoot=" + folder,
                "-cp",
                without,
                CheckMySystemTest.class.getName());
        java.environment().put("PYTORCH_LIBRARY_PATH", folder.toString());
        java.environment().put("PYTORCH_VERSION", "2.7.1");
        File output = folder.resolve("output.txt").toFile();
        Process process = java.redirectErrorStream(true).redirectOutput(output).start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it did not end");
        String report = Files.readString(output.toPath());
        assertTrue(report.contains("OK    Java") && report.contains("FAIL  Engine: "), report);
        assertTrue(report.contains("pytorch-native-cpu 2.7.1") || report.contains("Reinstall"), report);
    }

    /** The process of {@link #worksWhereTheEngineCannotLoad}. */
    public static void main(String[] args) {
        try (Context context = new Context()) {
            System.out.println(new SystemReport(context.service(P2PService.class), new File("")).text());
        }
        System.exit(0);
    }
}
