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
import org.prompttoprompt.request.SamplerName;

/** The sampler files of real models open with the sampler that they name, and with any other. */
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
        String sampler = Schedulers.sampler(file, "model", 20).name();
        String expected = switch (named) {
            case "EulerDiscrete" -> "Euler";
            case "EulerAncestralDiscrete" -> "Euler a";
            case "DPMSolverMultistep" -> "DPM++ 2M";
            case "DEISMultistep" -> "DEIS";
            case "LMSDiscrete" -> "LMS";
            case "HeunDiscrete" -> "Heun";
            case "PNDM" -> file.toString().contains("skip-false") ? "PNDM PRK" : "PNDM";
            default -> named;
        };
        assertEquals(expected, sampler);
        // A recipe names the sampler, and must open what the file opened.
        assertEquals(
                Schedulers.open(file, "model", 20).timesteps(),
                Schedulers.open(file, sampler, 20).timesteps());
        // Some step by the noise that a network tells, or by its slope, and not by an image.
        boolean images = file.toString().contains("sample-prediction");
        for (String name : SamplerName.labels()) {
            if (images && (name.startsWith("PNDM") || name.equals("Euler a"))) continue;
            Scheduler chosen = Schedulers.open(file, name, 20);
            assertEquals(chosen.timesteps().size(), chosen.evaluation(20), name);
            assertTrue(chosen.timesteps().get(0) > 900, name + " " + chosen.timesteps());
        }
    }
}
