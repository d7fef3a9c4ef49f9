package org.prompttoprompt.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prompttoprompt.checkpoint.JsonText;
import org.prompttoprompt.checkpoint.Remembered;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.CacheLock;
import org.prompttoprompt.engine.WholeFile;

/**
 * Notes about files, by key, in a small JSON file of the user's cache, which all processes share. Losing them costs time and no more: a
 * file that is broken is begun anew, and what cannot be written lasts as long as the process.
 */
final class Notebook {
    /** Begins the names of notes that are being written; only who writes them has the lock. */
    private static final String FRESH = "notes-";

    /** What {@link #ofPlaces} finds a path by. */
    static final String PATH = "path";

    /**
     * So many are kept, those that were noted last. A file that is not there now may lie on a disk that comes back: its note goes only
     * where there are more, and then first, so that thousands of files that came and went do not drive out what is known of models in use.
     */
    private static final int MOST = 2000;

    private final String file;
    private final int most;
    /** Says of an old note whether it is still worth keeping. */
    private final Predicate<JsonObject> current;
    /** Says of a note whether it goes before older ones where there are too many. */
    private final Predicate<Map.Entry<String, JsonElement>> spare;

    /** What the file holds, read once as long as it stays the same; nobody changes it. */
    private final Remembered<JsonObject> written = new Remembered<>(Notebook::parsed);

    /** Nobody is waited for a second time. */
    private boolean busy;

    /** Those of this process that are not in the file yet; of all others the file knows best, which other processes write too. */
    private JsonObject unwritten = new JsonObject();

    Notebook(String file) {
        this(file, note -> true);
    }

    Notebook(String file, Predicate<JsonObject> current) {
        this(file, current, note -> false, MOST);
    }

    private Notebook(
            String file, Predicate<JsonObject> current, Predicate<Map.Entry<String, JsonElement>> spare, int most) {
        this.file = file;
        this.current = current;
        this.spare = spare;
        this.most = most;
    }

    /** Returns one whose keys are paths of files: where there are too many notes, those of files that are not there go first. */
    static Notebook ofFiles(String file) {
        return ofFiles(file, MOST);
    }

    static Notebook ofFiles(String file, int most) {
        return new Notebook(file, note -> true, note -> Files.notExists(Path.of(note.getKey())), most);
    }

    /** Returns one whose notes hold the path of what they are about, by the name {@code path}, of which the same is true. */
    static Notebook ofPlaces(String file) {
        return ofPlaces(file, MOST);
    }

    static Notebook ofPlaces(String file, int most) {
        return new Notebook(
                file,
                note -> note.has(PATH),
                note -> Files.notExists(
                        Path.of(note.getValue().getAsJsonObject().get(PATH).getAsString())),
                most);
    }

    /** Returns the note of this key. */
    synchronized Optional<JsonObject> get(String key) {
        JsonElement note = unwritten.has(key) ? unwritten.get(key) : known().get(key);
        return note != null && note.isJsonObject()
                ? Optional.of(note.getAsJsonObject().deepCopy())
                : Optional.empty();
    }

    /** Notes something under a key, in place of what was there. */
    synchronized void put(String key, JsonObject note) {
        unwritten.add(key, note);
        try {
            CacheLock.alone("notebook", busy ? Duration.ZERO : CacheLock.NOTES, () -> {
                write();
                return null;
            });
            unwritten = new JsonObject();
            busy = false;
        } catch (Exception e) {
            // The cache cannot be written, or a halted process has its lock: this one knows the note, and tries again
            // with the next.
            busy = e instanceof CacheLock.Busy;
        }
    }

    private void write() throws IOException {
        JsonObject all = new JsonObject();
        read().entrySet().stream()
                .filter(e -> !unwritten.has(e.getKey()) && isCurrent(e.getValue()))
                .forEach(e -> all.add(e.getKey(), e.getValue()));
        unwritten.entrySet().forEach(e -> all.add(e.getKey(), e.getValue()));
        tooMany(all).forEach(all::remove);
        Path to = CacheFolder.path().resolve(file);
        CacheFolder.sweep(to.getParent(), FRESH);
        Path fresh = to.resolveSibling(FRESH + UUID.randomUUID() + ".json");
        Files.writeString(fresh, all.toString());
        WholeFile.replace(fresh, to);
    }

    /** Returns the keys that have to go, what is put now last. */
    private List<String> tooMany(JsonObject all) {
        int more = all.size() - most;
        if (more <= 0) return List.of();
        var goFirst = all.entrySet().stream()
                .filter(note -> !unwritten.has(note.getKey()))
                .collect(Collectors.partitioningBy(
                        this::isSpare, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        return Stream.of(goFirst.get(true), goFirst.get(false), unwritten.keySet())
                .flatMap(Collection::stream)
                .limit(more)
                .toList();
    }

    /** Of what is no path here nothing can be known. */
    private boolean isSpare(Map.Entry<String, JsonElement> note) {
        try {
            return spare.test(note);
        } catch (RuntimeException e) {
            return true;
        }
    }

    private boolean isCurrent(JsonElement note) {
        try {
            return note.isJsonObject() && current.test(note.getAsJsonObject());
        } catch (RuntimeException e) {
            return false;
        }
    }

    private JsonObject known() {
        try {
            return written.of(CacheFolder.path().resolve(file));
        } catch (RuntimeException e) {
            return new JsonObject();
        }
    }

    private JsonObject read() throws IOException {
        return read(CacheFolder.path().resolve(file));
    }

    private static JsonObject parsed(Path file) {
        try {
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns what is in a file, nothing where there is none or where it is broken.
     *
     * @throws IOException if it is there and cannot be read just now, and is not to be begun anew
     */
    private static JsonObject read(Path file) throws IOException {
        try {
            return JsonText.of(Files.readString(file)).getAsJsonObject();
        } catch (NoSuchFileException | CharacterCodingException | JsonParseException | IllegalStateException e) {
            return new JsonObject();
        }
    }
}
