package org.prompttoprompt.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
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
