package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.checkpoint.RawTensors.Raw;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * A Stable Diffusion XL in one file draws what its folder draws. Which tensor of such a file is which of the folder was found by
 * comparing the numbers of a file that another program converted with those of the folder: {@code xl-names.json}.
 */
class XlFileTest {
    private static final Path XL = Folders.MODELS.resolve("tiny-sdxl");

    @TempDir
    private Path folder;

    private Path file(String name) throws IOException {
        Map<String, Raw> parts = new LinkedHashMap<>();
        for (String part : new String[] {"unet", "vae", "text_encoder", "text_encoder_2"}) {
            String weights = part.startsWith("text") ? "model" : "diffusion_pytorch_model";
            RawTensors.read(XL.resolve(part).resolve(weights + ".safetensors"))
                    .forEach((key, raw) -> parts.put(part + "/" + key, raw));
        }
        JsonObject names = JsonParser.parseString(Files.readString(Path.of("src/test/resources/ldm/xl-names.json")))
                .getAsJsonObject();
        Map<String, Raw> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> e : names.entrySet()) {
            tensors.put(e.getKey(), of(e.getValue(), parts));
        }
        Path file = folder.resolve(name + ".safetensors");
        RawTensors.write(tensors, file);
        return file;
    }

    /** One tensor, one with its axes exchanged, or several below each other. */
    private static Raw of(JsonElement name, Map<String, Raw> parts) {
        if (name.isJsonArray()) {
            return name.getAsJsonArray().asList().stream()
                    .map(one -> of(one, parts))
                    .reduce(Raw::above)
                    .orElseThrow();
        }
        String text = name.getAsString();
        return text.startsWith("T ") ? parts.get(text.substring(2)).transposed() : parts.get(text);
    }

    private static EditRequest request(Path model) {
        return EditRequest.of(Task.SWAP)
                .with(Option.PROMPT, "a red car on the street")
                .with(Option.TARGET, "a blue car on the street")
                .with(Option.MODEL, model)
                .with(Option.STEPS, 9)
                .with(Option.TAU, "0.5");
    }

    private static int[] pixels(EditResult result, int frame) {
        return result.frames().get(frame).image().update(null).getCurrentStorageArray();
    }

    @Test
    void oneFileDrawsWhatItsFolderDraws() throws IOException {
        Path file = file("my xl");
        Folders.copy(XL, folder.resolve("my xl"), false);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            EditResult ofFolder = p2p.run(request(XL), Progress.NONE);
            EditResult ofFile = p2p.run(request(file), Progress.NONE);
            for (int frame = 0; frame < 2; frame++) {
                assertArrayEquals(pixels(ofFolder, frame), pixels(ofFile, frame), "frame " + frame);
            }
            assertFalse(ofFile.report().contains("few steps"), "its folder tells the sampler: " + ofFile.report());
        }
    }

    /** Nothing in such a file tells whether it was distilled. */
    @Test
    void whatAFileDoesNotTellIsSaid() throws IOException {
        ModelLayout unknown = new FileLayout(file("dreamy"));
        String note = String.join("\n", ModelNotes.of(unknown, 50, Option.OF_THE_MODEL));
        assertTrue(note.contains("'dreamy' does not tell whether it needs few steps"), note);
        assertTrue(note.contains("give steps=4 guidance=1"), note);
        assertEquals(0, ModelNotes.of(unknown, 4, Option.OF_THE_MODEL).size());
        for (String name : new String[] {"sd_xl_base_1.0", "dreamyTurbo_v2 turbo", "sdxl_lightning_4step"}) {
            assertEquals(
                    0,
                    ModelNotes.of(new FileLayout(file(name)), 50, Option.OF_THE_MODEL)
                            .size(),
                    name);
        }
    }
}
