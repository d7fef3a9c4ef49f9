package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.EngineChoice;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.service.P2PService;
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
            assertTrue(
                    report.replaceAll("\\s+", " ").contains(" s, in float32; Maps replaced")
                            && report.endsWith("All is well.\n"),
                    report);
        }
    }

    @Test
    void aMissingModelIsToldWithItsCure() {
        try (Context context = new Context()) {
            String report = new SystemReport(
                            context.service(P2PService.class), new File("/no/such/folder"), Progress.NONE)
                    .text();
            assertTrue(report.contains("OK    Engine"), report);
            assertTrue(report.contains("FAIL  Model: model=/no/such/folder"), report);
            assertEquals(
                    report.lines().filter(line -> line.startsWith("FAIL")).count(),
                    report.lines().filter(line -> line.startsWith("      -> ")).count());
        }
    }

    @Test
    void worksWhereTheEngineCannotLoad(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(System.mapLibraryName("torch")), "no library");
        String report = inAProcessWith(folder, "PYTORCH_LIBRARY_PATH", folder.toString());
        assertTrue(report.contains("OK    Java") && report.contains("FAIL  Engine: "), report);
        assertTrue(report.contains("pytorch-native-cpu 2.7.1"), report);
    }

    @Test
    void aLibtorchFolderThatHoldsNoneIsNotPassedOver(@TempDir Path folder) throws Exception {
        String report = inAProcessWith(folder, "PYTORCH_LIBRARY_PATH", "/nowhere");
        assertTrue(report.contains("FAIL  Engine: PYTORCH_LIBRARY_PATH=/nowhere holds no"), report);
    }

    /** The CPU's library sees no GPU; it is loaded then, and must not be taken for another plugin's. */
    @Test
    void aDeviceThatIsNotThereIsTheOnlyReason(@TempDir Path folder) throws Exception {
        String report = inAProcessWith(folder, "PROMPTTOPROMPT_DEVICE", "gpu");
        assertTrue(report.contains("FAIL  Engine: prompttoprompt.device (PROMPTTOPROMPT_DEVICE) is gpu, but"), report);
        assertTrue(report.contains("FAIL  Test edit: not tried, for the engine does not run"), report);
        assertFalse(report.contains("Another plugin"), report);
        assertTrue(report.contains("Asked again: prompttoprompt.device (PROMPTTOPROMPT_DEVICE) is gpu, but"), report);
    }

    /** Whoever waits for a GPU that does not compute must not be told that all is well. */
    @Test
    void aChoiceThatIsNotUsedIsToldInPlaceOfAllIsWell(@TempDir Path folder) throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        for (String unpacked : List.of("pytorch", "models"))
            Files.createSymbolicLink(cache.resolve(unpacked), CacheFolder.path().resolve(unpacked));
        String own = System.getProperty(CacheFolder.SETTING);
        System.setProperty(CacheFolder.SETTING, cache.toString());
        try {
            new EngineChoice("gpu", folder.resolve("gone").toString(), "cu128", "").write();
        } finally {
            if (own == null) System.clearProperty(CacheFolder.SETTING);
            else System.setProperty(CacheFolder.SETTING, own);
        }
        String report = inAProcessWith(folder, CacheFolder.SETTING, cache.toString());
        for (String unpacked : List.of("pytorch", "models")) Files.delete(cache.resolve(unpacked));
        assertTrue(report.contains("NOTE  Engine: PyTorch 2.7.1 on cpu, "), report);
        assertFalse(report.contains("FAIL") || report.contains("All is well"), report);
        String end = report.replaceAll("\\s+", " ");
        assertTrue(
                end.contains(" It computes, though not on what was chosen: The NVIDIA GPU was chosen, but ")
                        && end.contains(
                                ". The CPU computes. To be told no more, choose the CPU in Models... > Engine (models engine cpu). "),
                report);
    }

    @Test
    void theEndTellsWhatIsNotAsChosenUnlessSomethingFails() {
        String ready = "Prompt-to-Prompt is ready. Begin with Plugins > Prompt-to-Prompt > Prompt Studio...\n";
        Optional<String> damaged = Optional.of("precision.txt is damaged.");
        assertEquals(ready + "All is well.", SystemReport.ending(false, "", Optional.empty()));
        assertEquals(
                ready + "It computes, though not on what was chosen: No GPU.",
                SystemReport.ending(false, "No GPU.", Optional.empty()));
        assertEquals(
                ready + "It computes, though not as was chosen: precision.txt is damaged.",
                SystemReport.ending(false, "", damaged));
        assertEquals(
                ready + "It computes, though not on what was chosen: No GPU. precision.txt is damaged.",
                SystemReport.ending(false, "No GPU.", damaged));
        assertTrue(SystemReport.ending(true, "No GPU.", damaged).startsWith("Something needs mending: "));
    }

    /** Returns the report of a process of its own with this home; a libtorch folder of its own is the only one. */
    private static String inAProcessWith(Path home, String variable, String value) throws Exception {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String natives = variable.startsWith("PYTORCH") ? "pytorch-native" : "none of them";
        String without = Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> !entry.contains(natives))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-Djava.awt.headless=true",
                "-Duser.home=" + home,
                "-Djava.util.prefs.userRoot=" + home,
                "-cp",
                without,
                CheckMySystemTest.class.getName()));
        ProcessBuilder java = new ProcessBuilder(command);
        java.environment().put(variable, value);
        java.environment().put("PYTORCH_VERSION", "2.7.1");
        if (!variable.startsWith("PYTORCH") && !variable.equals(CacheFolder.SETTING))
            java.environment().put("DJL_CACHE_DIR", CacheFolder.path().toString());
        File output = home.resolve("output.txt").toFile();
        Process process = java.redirectErrorStream(true).redirectOutput(output).start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it did not end");
        return Files.readString(output.toPath()).replaceAll("\n {6,}", " ");
    }

    /** The process of {@link #inAProcessWith}. */
    public static void main(String[] args) {
        try (Context context = new Context()) {
            System.out.println(new SystemReport(context.service(P2PService.class), new File(""), Progress.NONE).text());
        }
        try {
            PyTorch.start();
        } catch (Refusal e) {
            System.out.println("Asked again: " + e.getMessage());
        }
        System.exit(0);
    }
}
