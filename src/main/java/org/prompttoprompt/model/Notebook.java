package org.prompttoprompt.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.WholeFile;

/**
 * Notes about files, by key, in a small JSON file of the user's cache, which all processes share. Losing them costs time and no more: a
 * file that is broken is begun anew, and what cannot be written lasts as long as the process.
 */
final class Notebook {
    /** Begins the names of notes that are being written; only who writes them has the lock. */
    private static final String FRESH = "notes-";

    private final String file;
    /** Says of an old note whether it is still worth keeping. */
    private final Predicate<Map.Entry<String, JsonElement>> current;

    /** Those of this process that are not in the file yet; of all others the file knows best, which other processes write too. */
    private JsonObject unwritten = new JsonObject();

    Notebook(String file, Predicate<Map.Entry<String, JsonElement>> current) {
        this.file = file;
        this.current = current;
    }

    /** Returns the note of this key. */
    synchronized Optional<JsonObject> get(String key) {
        JsonElement note = unwritten.has(key) ? unwritten.get(key) : known().get(key);
        return note != null && note.isJsonObject() ? Optional.of(note.getAsJsonObject()) : Optional.empty();
    }

    /** Notes something under a key, in place of what was there. */
    synchronized void put(String key, JsonObject note) {
        unwritten.add(key, note);
        try {
            CacheFolder.alone("notebook", () -> {
                write();
                return null;
            });
            unwritten = new JsonObject();
        } catch (Exception e) {
            // The cache cannot be written: this process knows it all the same, and tries again with the next note.
        }
    }

    private void write() throws IOException {
        JsonObject all = new JsonObject();
        read().entrySet().stream().filter(this::isCurrent).forEach(e -> all.add(e.getKey(), e.getValue()));
        unwritten.entrySet().forEach(e -> all.add(e.getKey(), e.getValue()));
        Path to = CacheFolder.path().resolve(file);
        CacheFolder.sweep(to.getParent(), FRESH);
        Path fresh = to.resolveSibling(FRESH + UUID.randomUUID() + ".json");
        Files.writeString(fresh, all.toString());
        WholeFile.replace(fresh, to);
    }

    private boolean isCurrent(Map.Entry<String, JsonElement> note) {
        try {
            return note.getValue().isJsonObject() && current.test(note);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private JsonObject known() {
        try {
            return read();
        } catch (IOException | RuntimeException e) {
            return new JsonObject();
        }
    }

    /**
     * Returns what is in the file, nothing where there is none or where it is broken.
     *
     * @throws IOException if it is there and cannot be read just now, and is not to be begun anew
     */
    private JsonObject read() throws IOException {
        try {
            return JsonParser.parseString(Files.readString(CacheFolder.path().resolve(file)))
                    .getAsJsonObject();
        } catch (NoSuchFileException | CharacterCodingException | JsonParseException | IllegalStateException e) {
            return new JsonObject();
        }
    }
}
