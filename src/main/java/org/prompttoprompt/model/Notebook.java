package org.prompttoprompt.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.prompttoprompt.engine.CacheFolder;

/**
 * Notes about files, by key, in a small JSON file of the user's cache. Losing them costs time and no more: a file that is broken
 * is begun anew, and where none can be written the notes last as long as the process.
 */
final class Notebook {
    private final String file;
    /** Says of an old note whether it is still worth keeping. */
    private final Predicate<Map.Entry<String, JsonElement>> current;

    private final JsonObject ofThisProcess = new JsonObject();

    Notebook(String file, Predicate<Map.Entry<String, JsonElement>> current) {
        this.file = file;
        this.current = current;
    }

    /** Returns the note of this key. */
    synchronized Optional<JsonObject> get(String key) {
        JsonElement note = ofThisProcess.has(key) ? ofThisProcess.get(key) : read().get(key);
        return note != null && note.isJsonObject() ? Optional.of(note.getAsJsonObject()) : Optional.empty();
    }

    /** Notes something under a key, in place of what was there. */
    synchronized void put(String key, JsonObject note) {
        ofThisProcess.add(key, note);
        try {
            CacheFolder.alone("notebook", () -> {
                write();
                return null;
            });
        } catch (Exception e) {
            // The cache cannot be written: this process knows it all the same.
        }
    }

    private void write() throws IOException {
        JsonObject all = new JsonObject();
        read().entrySet().stream().filter(this::isCurrent).forEach(e -> all.add(e.getKey(), e.getValue()));
        ofThisProcess.entrySet().forEach(e -> all.add(e.getKey(), e.getValue()));
        Path to = CacheFolder.path().resolve(file);
        Path fresh = Files.createTempFile(to.getParent(), "partial-", ".json");
        Files.writeString(fresh, all.toString());
        Files.move(fresh, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private boolean isCurrent(Map.Entry<String, JsonElement> note) {
        try {
            return note.getValue().isJsonObject() && current.test(note);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private JsonObject read() {
        try {
            return JsonParser.parseString(Files.readString(CacheFolder.path().resolve(file)))
                    .getAsJsonObject();
        } catch (IOException | RuntimeException e) {
            return new JsonObject();
        }
    }
}
