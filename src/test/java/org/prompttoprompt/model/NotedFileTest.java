package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files of an installation note: written and read in one place. */
class NotedFileTest {
    private static Map<String, NotedFile> read(String note) {
        return NotedFile.all(JsonParser.parseString(note).getAsJsonObject());
    }

    @Test
    void whatIsWrittenIsRead() {
        Map<String, NotedFile> files = new LinkedHashMap<>();
        files.put("unet/b.safetensors", new NotedFile(1L << 33, "sha256:12"));
        files.put("a.json", new NotedFile(0, "git-sha1:34"));
        JsonObject note = new JsonObject();
        NotedFile.write(files, note);
        assertEquals(
                "{\"files\":{\"unet/b.safetensors\":{\"size\":8589934592,\"sum\":\"sha256:12\"},"
                        + "\"a.json\":{\"size\":0,\"sum\":\"git-sha1:34\"}}}",
                note.toString(),
                "builds that are older read it too");
        assertEquals(files, NotedFile.all(note));
        assertEquals(
                List.copyOf(files.keySet()), List.copyOf(NotedFile.all(note).keySet()));
    }

    @Test
    void anOlderNoteHasNoneAndABrokenOneIsNone() {
        assertEquals(Map.of(), read("{\"path\":\"/models/mine\"}"));
        for (String broken : List.of("[]", "{\"a\":5}", "{\"a\":{\"size\":1}}", "{\"a\":{\"sum\":\"x\"}}"))
            assertThrows(RuntimeException.class, () -> read("{\"files\":" + broken + "}"), broken);
    }
}
