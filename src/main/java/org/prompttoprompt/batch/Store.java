package org.prompttoprompt.batch;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.prompttoprompt.ij.ImageBytes;

/**
 * The images that are made so far, in the folder {@code .made} of a data set: each is there when its {@code .json} is, which is
 * written last.
 *
 * @param folder of the store
 */
record Store(Path folder) {
    private static final Gson JSON = new GsonBuilder()
            .serializeSpecialFloatingPointValues()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();
    private static final String TIFF = ".tif", LABELS = "-labels.tif", ENTRY = ".json";

    /** As many folders as two digits make, so that none has too many files for a file manager. */
    private Path file(String id, String ending) {
        return folder.resolve(id.substring(0, 2)).resolve(id + ending);
    }

    Path image(String id) {
        return file(id, TIFF);
    }

    Path labels(String id) {
        return file(id, LABELS);
    }

    boolean has(String id) {
        return Files.exists(file(id, ENTRY));
    }

    /**
     * Keeps an image with its labels.
     *
     * @throws WholeFile.DiskRefusal if the disk does not take it
     */
    void keep(Drawn drawn) {
        Entry entry = drawn.entry();
        WholeFile.write(image(entry.id()), ImageBytes.tiff(drawn.pixels(), entry.id(), entry.recipe()));
        drawn.labels()
                .ifPresent(labels -> WholeFile.write(
                        labels(entry.id()), ImageBytes.tiff(labels.pixels(), entry.id() + " labels", "")));
        WholeFile.write(file(entry.id(), ENTRY), JSON.toJson(entry) + "\n");
    }

    /** Returns what is told of an image, if it is there. */
    Optional<Entry> entry(String id) {
        Path file = file(id, ENTRY);
        if (!Files.exists(file)) return Optional.empty();
        try {
            return Optional.of(JSON.fromJson(Files.readString(file), Entry.class));
        } catch (IOException | JsonParseException e) {
            return Optional.empty(); // made again
        }
    }
}
