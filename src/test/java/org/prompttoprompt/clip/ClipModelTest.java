package org.prompttoprompt.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.JsonFiles;
import org.prompttoprompt.engine.PyTorch;

class ClipModelTest {
    private static final Path TINY = Path.of("src/test/resources/golden/models/tiny-clip");

    @TempDir
    private Path folder;

    /** A wrong number of the image encoder's or of what makes images ready for it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            config.json              | patch_size        | 0     | it must be from 1 to
            config.json              | patch_size        | -4    | it must be from 1 to
            config.json              | patch_size        | 99999 | it must be from 1 to
            config.json              | image_size        | 0     | it must be from 1 to 4096. If
            config.json              | image_size        | 5000  | it must be from 1 to 4096. If
            config.json              | hidden_size       | 0     | it must be at least 1. If
            config.json              | intermediate_size | 0     | it must be at least 1. If
            config.json              | num_hidden_layers | -2    | it must be at least 1. If
            config.json              | layer_norm_eps    | 0     | it must be above 0 and below 1. If
            preprocessor_config.json | size              | 5000  | it must be at most 4096. If
            preprocessor_config.json | image_std         | [0, 1, 1] | each must be above 0. If
            """)
    void aNumberThatNoImageCanBeReadWithIsRefused(String name, String key, String value, String why)
            throws IOException {
        try (var files = Files.list(TINY)) {
            for (Path file : files.toList()) Files.copy(file, folder.resolve(file.getFileName()));
        }
        Path file = folder.resolve(name);
        JsonObject options = JsonFiles.object(file);
        JsonObject own = name.equals("config.json") ? options.getAsJsonObject("vision_config") : options;
        own.add(key, JsonParser.parseString(value));
        Files.writeString(file, options.toString());
        String told = assertThrows(
                        Refusal.class, () -> PyTorch.call(() -> ClipModel.open(folder, PyTorch.newManager())))
                .getMessage();
        assertTrue(told.startsWith(file + ": " + key + " = ") && told.contains(" is not supported; " + why), told);
    }

    @ParameterizedTest
    @CsvSource({"vision_config, 0", "vision_config, -4", "vision_config, 5", "text_config, 0", "text_config, 5"})
    void headsThatDoNotShareTheStatesAreRefused(String part, int heads) throws IOException {
        try (var files = Files.list(TINY)) {
            for (Path file : files.toList()) Files.copy(file, folder.resolve(file.getFileName()));
        }
        Path file = folder.resolve("config.json");
        JsonObject options = JsonFiles.object(file);
        JsonObject own = options.getAsJsonObject(part);
        own.addProperty("num_attention_heads", heads);
        Files.writeString(file, options.toString());
        Refusal refusal =
                assertThrows(Refusal.class, () -> PyTorch.call(() -> ClipModel.open(folder, PyTorch.newManager())));
        String told = refusal.getMessage();
        String expected = "num_attention_heads = " + heads + " is not supported; it must divide hidden_size = "
                + own.get("hidden_size") + ". If the file is as it was published, this kind of model cannot be used"
                + " here: choose another.";
        assertEquals(expected, told.substring(told.indexOf("num_attention_heads")));
        assertEquals(file.toString(), told.substring(0, file.toString().length()));
    }
}
