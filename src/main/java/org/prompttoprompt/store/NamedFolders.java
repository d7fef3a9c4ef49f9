package org.prompttoprompt.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Damaged;
import org.prompttoprompt.checkpoint.JsonFiles;

/** The folders that the user has named, in which models of other programs are looked for. */
final class NamedFolders {
    private static final String FILE = "folders.json";

    /** No model can have this name, so that none is in the way. */
    private static final String LOCK = ".folders";

    private static final long PATIENCE_MILLIS = 5000;

    private final Path store;
    private final Path file;

    NamedFolders(Path store) {
        this.store = store;
        file = store.resolve(FILE);
    }

    /**
     * What the list holds.
     *
     * @param folders none where it is damaged
     * @param damage what is wrong with it then, as a row of the list of models that cannot be used
     */
    record Contents(List<Path> folders, Optional<ModelEntry> damage) {}

    /** Reads the list. */
    Contents read() {
        try {
            return new Contents(all(), Optional.empty());
        } catch (Refusal e) {
            return new Contents(List.of(), Optional.of(ModelEntry.ofList(file, e.getMessage())));
        }
    }

    /** Returns them, none where the list is damaged, which {@link #read} tells. */
    List<Path> readable() {
        return read().folders();
    }

    /**
     * Adds one, if it is not there yet.
     *
     * @throws Refusal if the list is damaged, or cannot be written
     */
    void add(Path folder) {
        change(all -> !all.contains(folder) && all.add(folder));
    }

    /**
     * Takes one off, by whatever path it is named.
     *
     * @return whether it was there
     * @throws Refusal if the list is damaged, or cannot be written
     */
    boolean remove(Path folder) {
        return change(all -> all.removeIf(named -> isSame(named, folder)));
    }

    private static boolean isSame(Path named, Path folder) {
        try {
            return named.equals(folder) || Files.isSameFile(named, folder);
        } catch (IOException e) {
            return false; // one of them is not there now
        }
    }

    /** @param job returns whether it has changed something */
    private boolean change(Predicate<List<Path>> job) {
        try (StoreLock lock = StoreLock.await(store, LOCK, "the list of folders", PATIENCE_MILLIS)) {
            List<Path> all = all();
            boolean changed = job.test(all);
            JsonArray json = new JsonArray();
            all.forEach(path -> json.add(path.toString()));
            if (changed) LocalDisk.write(file, json.toString());
            return changed;
        } catch (IOException e) {
            throw LocalDisk.refusal(file, e);
        }
    }

    private List<Path> all() {
        List<Path> folders = new ArrayList<>();
        if (!Files.exists(file)) return folders;
        try {
            for (JsonElement folder : JsonFiles.list(file)) folders.add(Path.of(folder.getAsString()));
            return folders;
        } catch (Damaged e) {
            throw damaged(e.what(), e);
        } catch (UnsupportedOperationException | IllegalStateException | IllegalArgumentException e) {
            throw damaged(file + " holds something that is no path of a folder", e);
        }
    }

    private static Refusal damaged(String what, RuntimeException cause) {
        return new Refusal(
                what
                        + ". It lists the folders in which models are looked for: mend it, or delete it and name each folder"
                        + " again by models look /path.",
                cause);
    }
}
