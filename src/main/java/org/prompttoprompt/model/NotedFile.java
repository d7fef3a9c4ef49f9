package org.prompttoprompt.model;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of an installed model, as the note beside it has it.
 *
 * @param size in bytes
 * @param sum its check sum with the kind in front, as in {@code sha256:0123...}
 */
public record NotedFile(long size, String sum) {
    private static final String FILES = "files";
    private static final String SIZE = "size";
    private static final String SUM = "sum";

    /**
     * Reads the files of a note by their paths; an older note has none.
     *
     * @throws RuntimeException if they are not as they were written
     */
    public static Map<String, NotedFile> all(JsonObject note) {
        Map<String, NotedFile> files = new LinkedHashMap<>();
        if (!note.has(FILES)) return files;
        note.getAsJsonObject(FILES).entrySet().forEach(e -> {
            JsonObject file = e.getValue().getAsJsonObject();
            files.put(
                    e.getKey(),
                    new NotedFile(file.get(SIZE).getAsLong(), file.get(SUM).getAsString()));
        });
        return files;
    }

    /** Writes them into a note, in their order. */
    public static void write(Map<String, NotedFile> files, JsonObject note) {
        JsonObject all = new JsonObject();
        files.forEach((path, noted) -> {
            JsonObject file = new JsonObject();
            file.addProperty(SIZE, noted.size());
            file.addProperty(SUM, noted.sum());
            all.add(path, file);
        });
        note.add(FILES, all);
    }
}
