package org.prompttoprompt.install;

import static org.junit.jupiter.api.Assertions.*;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;

/** A plain ImageJ's {@code -batch} whose macro is refused: it says why on stderr and ends with a status, and opens no message. */
@Tag("window")
@Tag("slow")
class RefusedBatchTest {
    private static Path imagej;

    @BeforeAll
    static void install(@TempDir Path folder) throws Exception {
        assertTrue(Hosts.isInstalled("Xvfb"), "Xvfb is not installed");
        imagej = folder.resolve("ij");
        Hosts.plugin(imagej.resolve("plugins/Prompt_To_Prompt-test.jar"));
        Path jars = Files.createDirectories(imagej.resolve("plugins/jars"));
        for (Path jar : Hosts.libraries())
            if (!jar.equals(Hosts.imagej())) Files.copy(jar, jars.resolve(jar.getFileName()));
    }

    private record Ended(int status, String err, boolean wentOn) {}

    private static Ended batch(Path folder, String line) throws Exception {
        Path mark = folder.resolve("went-on.txt");
        Path macro = Files.writeString(folder.resolve("refused.ijm"), line + " File.saveString('', '" + mark + "');");
        Path err = folder.resolve("err.txt");
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-Dplugins.dir=" + imagej,
                "-Djava.util.prefs.userRoot=" + folder,
                "-cp",
                Hosts.imagej().toString(),
                "ij.ImageJ",
                "-batch",
                macro.toString()));
        try (Hosts.Screen screen = Hosts.Screen.open()) {
            ProcessBuilder java = new ProcessBuilder(command);
            java.environment().put("DISPLAY", screen.display());
            Process process = java.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(err.toFile())
                    .start();
            boolean ended = process.waitFor(1, TimeUnit.MINUTES);
            if (!ended) process.destroyForcibly().waitFor();
            assertTrue(ended, "it waits, as for somebody who presses OK");
            return new Ended(process.exitValue(), Files.readString(err), Files.exists(mark));
        }
    }

    private static void assertRefused(Ended ended, String reason) {
        assertEquals(1, ended.status(), ended.err());
        assertTrue(ended.err().contains(reason), ended.err());
        assertFalse(ended.err().contains("\tat "), ended.err());
        assertFalse(ended.wentOn(), "the macro ran on");
    }

    @Test
    void anUnknownWord(@TempDir Path folder) throws Exception {
        assertRefused(batch(folder, "run('Generate...', 'prompt=[a red zebra] steps=2');"), "does not know 'zebra'");
    }

    @Test
    void aMisspeltKey(@TempDir Path folder) throws Exception {
        assertRefused(batch(folder, "run('Generate...', 'prompt=[a red ball] stepz=2');"), "stepz");
    }

    @Test
    void aMissingFile(@TempDir Path folder) throws Exception {
        Path model = folder.resolve("no-such-model");
        assertRefused(
                batch(folder, "run('Generate...', 'prompt=[a red ball] model=" + model + "');"), model.toString());
    }

    @Test
    void whatIsNotRefusedEndsWell(@TempDir Path folder) throws Exception {
        Ended ended = batch(folder, "run('Generate...', 'prompt=[a red ball] steps=2');");
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.wentOn(), ended.err());
        assertFalse(ended.err().contains("SLF4J"), ended.err());
    }
}
