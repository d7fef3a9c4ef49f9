package org.prompttoprompt.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.prompttoprompt.Refusal;

/** The sampler files of real models open with the sampler that they name, or say which to choose, which then opens. */
class RealSamplersTest {
    private static final Path FOLDER = Path.of(System.getProperty("real.configs", "src/test/resources/real-configs"));

    @TestFactory
    Stream<DynamicTest> everyFile() throws Exception {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(FOLDER)) {
            files = walk.filter(f -> f.getParent().getFileName().toString().startsWith("scheduler"))
                    .filter(f -> f.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        assertTrue(files.size() >= 20, files.toString());
        return files.stream().map(file -> DynamicTest.dynamicTest(FOLDER.relativize(file) + "", () -> opens(file)));
    }

    private static void opens(Path file) throws Exception {
        String named = JsonParser.parseString(Files.readString(file))
                .getAsJsonObject()
                .get("_class_name")
                .getAsString()
                .replace("Scheduler", "");
        boolean rungeKutta = file.toString().contains("skip-false");
        String outcome;
        try {
            outcome = Schedulers.open(file, "model", 20).getClass().getSimpleName();
        } catch (Refusal e) {
            outcome = e.getMessage();
        }
        if (rungeKutta) assertTrue(outcome.contains("Runge-Kutta") && outcome.contains("scheduler=DDIM"), outcome);
        else if (named.equals("DDIM")) assertEquals("Ddim", outcome);
        else if (named.equals("PNDM")) assertEquals("Pndm", outcome);
        else
            assertTrue(
                    outcome.contains("names the sampler '" + named + "'") && outcome.contains("scheduler=DDIM"),
                    outcome);
        Scheduler chosen = Schedulers.open(file, "DDIM", 20);
        assertEquals(20, chosen.timesteps().size());
        assertTrue(chosen.timesteps().get(0) > 900, chosen.timesteps().toString());
    }
}
