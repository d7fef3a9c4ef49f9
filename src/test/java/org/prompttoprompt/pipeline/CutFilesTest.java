package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** A model's file that is cut short while it is used, as by a download that begins again, must not end ImageJ. */
class CutFilesTest {
    private static final Path TINY = Path.of("src/test/resources/golden/models/tiny-sd1");

    @TempDir
    private Path folder;

    static EditRequest request(Path model) {
        return EditRequest.of(Task.GENERATE)
                .with(Option.PROMPT, "a red car on the street")
                .with(Option.MODEL, model.toAbsolutePath())
                .with(Option.STEPS, 4)
                .with(Option.SCHEDULER, "DDIM");
    }

    private Path copy() throws IOException {
        Path copy = folder.resolve("tiny");
        try (Stream<Path> files = Files.walk(TINY)) {
            for (Path file : files.toList())
                Files.copy(file, copy.resolve(TINY.relativize(file).toString()));
        }
        copy.resolve("unet/diffusion_pytorch_model.safetensors").toFile().setWritable(true);
        return copy;
    }

    private String child(Path model, String weights) throws Exception {
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                CutFilesDriver.class.getName(),
                model.toString(),
                weights));
        Path said = folder.resolve("said.txt");
        Process java = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(java.waitFor(5, TimeUnit.MINUTES), "it did not end");
        assertEquals(0, java.exitValue(), Files.readString(said));
        return Files.readString(said);
    }

    @Test
    void anImageWhoseWeightsWereReadIsDrawnToItsEndAndTheNextRunTellsTheFile() throws Exception {
        String expected;
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            expected = "pixels " + CutFilesDriver.hash(p2p.run(request(TINY), Progress.NONE));
        }
        String said = child(copy(), "copied");
        assertTrue(said.contains(expected), said + " instead of " + expected);
        assertTrue(said.contains("then ") && said.contains("stopped half-way"), said);
    }

    /** Where memory is little, weights stay in their files. */
    @Test
    void aRunWhoseWeightsAreInTheFileTellsIt() throws Exception {
        String said = child(copy(), "mapped");
        assertTrue(said.contains("diffusion_pytorch_model.safetensors has changed, or is no longer there"), said);
        assertTrue(said.contains("run it again"), said);
    }
}
