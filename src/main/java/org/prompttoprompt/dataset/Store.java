package org.prompttoprompt.dataset;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import ij.ImagePlus;
import ij.io.Opener;
import ij.process.ImageProcessor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.ImageBytes;

/**
 * The images that are made so far, in the folder {@code .made} of a data set: each is there when its {@code .json} is, which is
 * written last.
 *
 * @param folder of the data set
 */
public record Store(DataFolder folder) {
    /** Name of its own folder. */
    static final String MADE = ".made";

    private static final Gson JSON = new GsonBuilder()
            .serializeSpecialFloatingPointValues()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();
    private static final String TIFF = ".tif", LABELS = "-labels.tif", ENTRY = ".json";

    /** As many folders as two digits make, so that none has too many files for a file manager. */
    private static String file(String id, String ending) {
        return MADE + "/" + id.substring(0, 2) + "/" + id + ending;
    }

    static String image(String id) {
        return file(id, TIFF);
    }

    static String labels(String id) {
        return file(id, LABELS);
    }

    /** Returns whether an image is there. */
    public boolean has(String id) {
        return folder.has(file(id, ENTRY));
    }

    /**
     * Keeps an image with its labels.
     *
     * @throws DiskRefusal if the disk does not take it
     */
    public void keep(Drawn drawn) {
        Entry entry = drawn.entry();
        folder.write(image(entry.id()), ImageBytes.tiff(drawn.pixels(), entry.id(), entry.recipe()));
        drawn.labels()
                .ifPresent(labels -> folder.write(
                        labels(entry.id()), ImageBytes.tiff(labels.pixels(), entry.id() + " labels", entry.recipe())));
        folder.write(file(entry.id(), ENTRY), JSON.toJson(entry) + "\n");
    }

    /** Returns what is told of an image, if it is there. */
    public Optional<Entry> entry(String id) {
        if (!has(id)) return Optional.empty();
        try {
            String text = new String(folder.read(file(id, ENTRY)), StandardCharsets.UTF_8);
            return Optional.of(JSON.fromJson(text, Entry.class));
        } catch (IOException | JsonParseException e) {
            return Optional.empty(); // made again
        }
    }

    /** Returns the pixels of an image that is there. */
    ImageProcessor pixels(String id) {
        return read(image(id));
    }

    /** Returns the label image of an image that has one. */
    ImageProcessor labelPixels(String id) {
        return read(labels(id));
    }

    private ImageProcessor read(String name) {
        try {
            ImagePlus image = new Opener().openTiff(new ByteArrayInputStream(folder.read(name)), name);
            if (image != null) return image.getProcessor();
            throw new IOException("it is no TIFF file");
        } catch (IOException e) {
            throw new Refusal(
                    folder + "/" + name + " cannot be read (" + e.getMessage() + "): delete the folder .made/"
                            + name.split("/")[1] + " and start again.",
                    e);
        }
    }
}
