package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.checkpoint.Header;

/** Kinds of checkpoints by minimal examples of each: those that run do, others are called by their names. */
class FileKindTest {
    private static final Path KINDS = Path.of("src/test/resources/golden/kinds.json");
    /** How messages begin where the examples' list has other words. */
    private static final Map<String, String> CALLED = Map.ofEntries(
            Map.entry("SD 1.x", "SD 1.x"),
            Map.entry("SD 1.x inpainting", "an SD 1.x inpainting model"),
            Map.entry("SD 2.x", "SD 2.x"),
            Map.entry("SDXL base, Turbo, finetunes", "SDXL"),
            Map.entry("SDXL inpainting", "an SDXL inpainting model"),
            Map.entry("SDXL refiner", "an SDXL refiner"),
            Map.entry("AnimateDiff motion module", "an AnimateDiff motion module"),
            Map.entry("ControlNet", "a ControlNet"),
            Map.entry("LoRA", "a LoRA"),
            Map.entry("VAE alone", "a VAE alone"));

    private static JsonArray examples(String name) throws IOException {
        return JsonParser.parseString(Files.readString(KINDS)).getAsJsonObject().getAsJsonArray(name);
    }

    @Test
    void filesAreToldByTheirTensors() throws IOException {
        for (JsonElement element : examples("single_file_examples")) {
            JsonObject example = element.getAsJsonObject();
            Map<String, Shape> shapes = new LinkedHashMap<>();
            example.getAsJsonObject("keys").entrySet().forEach(e -> {
                JsonArray sizes = e.getValue().getAsJsonArray();
                long[] shape = new long[sizes.size()];
                for (int i = 0; i < shape.length; i++) shape[i] = sizes.get(i).getAsLong();
                shapes.put(e.getKey(), new Shape(shape));
            });
            String expected = example.get("expect").getAsString();
            Optional<FileKind> kind = FileKind.of(new Header(Path.of("x"), shapes, Map.of(), Map.of()));
            assertEquals(
                    expected.equals("unknown") ? "" : CALLED.getOrDefault(expected, expected),
                    kind.map(FileKind::name).orElse(""),
                    expected);
        }
    }

    @Test
    void foldersAreToldByTheirConfigurations(@TempDir Path temporary) throws IOException {
        int i = 0;
        for (JsonElement element : examples("folder_examples")) {
            JsonObject example = element.getAsJsonObject();
            Path folder = Files.createDirectories(temporary.resolve("" + i++));
            Files.writeString(
                    folder.resolve("model_index.json"),
                    example.get("model_index").toString());
            if (example.has("unet")) {
                Files.createDirectories(folder.resolve("unet"));
                Files.writeString(
                        folder.resolve("unet").resolve("config.json"),
                        example.get("unet").toString());
            }
            String expected = example.get("expect").getAsString();
            Optional<String> kind = ModelKind.unsupported(folder);
            boolean runs = expected.matches("SD 1.*|SD 2.*|SDXL (base|Turbo|inpainting).*");
            if (runs) assertEquals(Optional.empty(), kind, expected);
            else assertTrue(kind.orElse("").contains(expected), expected + ": " + kind);
        }
    }
}
