package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.diffusion.Schedulers;

/** What the pipelines of diffusers make of a sampler's file: those of Stable Diffusion 1 and 2 correct it, that of XL does not. */
class SamplerOptionsTest {
    @TempDir
    private Path folder;

    private List<Double> timesteps(String model, String from, String to) throws IOException {
        Path copy = folder.resolve(model + to.hashCode());
        Folders.copy(Folders.MODELS.resolve(model), copy, false);
        Path file = copy.resolve("scheduler/scheduler_config.json");
        String text = Files.readString(file);
        String changed = text.replaceAll(from, to);
        assertTrue(!changed.equals(text), text);
        Files.writeString(file, changed);
        Config options = SamplerOptions.of(ModelLayout.of(copy), "model");
        return Schedulers.sampler(options, "DDIM", 4).fresh().get().timesteps();
    }

    @Test
    void theOffsetOfXlIsThatOfItsFile() throws IOException {
        String offset = "\"steps_offset\": *1";
        assertEquals(List.of(750., 500., 250., 0.), timesteps("tiny-sdxl", offset, "\"steps_offset\": 0"));
        assertEquals(List.of(752., 502., 252., 2.), timesteps("tiny-sdxl", offset, "\"steps_offset\": 2"));
        assertEquals(List.of(750., 500., 250., 0.), timesteps("tiny-sdxl", offset, "\"_offset\": 0"), "as DDIM has it");
        assertEquals(List.of(751., 501., 251., 1.), timesteps("tiny-sd1", offset, "\"steps_offset\": 0"));
        assertEquals(List.of(751., 501., 251., 1.), timesteps("tiny-sd1", offset, "\"_offset\": 0"));
    }

    /** Latents are no images with values from -1 to 1, which some samplers take for granted where a file is silent. */
    @Test
    void latentsAreNotClippedUnlessAFileOfXlSaysSo() throws IOException {
        Config xl = Config.open(Folders.MODELS.resolve("tiny-sdxl/scheduler/scheduler_config.json"));
        Config says = xl.with(java.util.Map.of("clip_sample", true));
        assertTrue(Schedulers.ofPipeline(says, true).getBoolean("clip_sample", false));
        assertTrue(!Schedulers.ofPipeline(says, false).getBoolean("clip_sample", true));
        Config silent = Config.of(new com.google.gson.JsonObject(), Path.of("x"));
        assertTrue(!Schedulers.ofPipeline(silent, true).getBoolean("clip_sample", true));
    }
}
