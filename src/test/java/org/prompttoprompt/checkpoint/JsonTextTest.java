package org.prompttoprompt.checkpoint;

import static org.junit.jupiter.api.Assertions.*;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;

class JsonTextTest {
    private static String nested(int times) {
        return "[".repeat(times) + "]".repeat(times);
    }

    @Test
    void whatIsNestedToDoHarmIsNone() {
        assertEquals(1, JsonText.of(nested(100)).getAsJsonArray().size());
        assertThrows(JsonParseException.class, () -> JsonText.of(nested(300_000)));
        assertThrows(JsonParseException.class, () -> JsonText.of("{\"a\":" + nested(300) + "}"));
        assertThrows(JsonParseException.class, () -> JsonText.of("[1] 2"));
    }

    @Test
    void aFileOfItIsRefusedByItsName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), nested(300_000));
        String told = assertThrows(Refusal.class, () -> JsonFiles.object(file)).getMessage();
        assertTrue(told.startsWith(file + " is not a JSON object"), told);
        assertTrue(told.length() < 500, told);
    }
}
