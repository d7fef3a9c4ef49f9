package org.prompttoprompt.dataset;

import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.OutputFile;
import org.prompttoprompt.ij.ImageBytes;

/** The folder of a data set, which one run at a time writes. */
public final class Target implements AutoCloseable {
    private static final String MARK = Store.MADE + "/job.txt";
    private static final String LOCK = Store.MADE + "/lock";
    private static final String LISTED = Store.MADE + "/files.txt";

    private final DataFolder folder;
    private final Set<String> written = new LinkedHashSet<>();

    private Target(DataFolder folder) {
        this.folder = folder;
    }

    /**
     * Opens a folder that is empty, not there yet, or holds what an earlier run of the same job left.
     *
     * @param job text that says what is made, the same for the same data set
     * @throws Refusal if it cannot be written, holds something else, or is being written
     */
    public static Target open(DataFolder folder, String job) {
        try {
            look(folder, Optional.of(job));
            folder.lock(LOCK);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        try {
            if (!folder.has(MARK)) folder.write(MARK, job);
            folder.tidy();
            return new Target(folder);
        } catch (IOException | DiskRefusal e) {
            folder.close();
            throw unwritable(folder, e);
        }
    }

    /**
     * Looks at a folder before anything is read or computed for it.
     *
     * @throws Refusal if it holds other files than a data set's
     */
    public static void requireFree(DataFolder folder) {
        require(folder, Optional.empty());
    }

    /**
     * Looks at a folder before anything is computed for it; nothing is made.
     *
     * @throws Refusal if it holds something else than what an earlier run of the same job left
     */
    public static void requireOf(DataFolder folder, String job) {
        require(folder, Optional.of(job));
    }

    private static void require(DataFolder folder, Optional<String> job) {
        try {
            look(folder, job);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static void look(DataFolder folder, Optional<String> job) throws IOException {
        if (!folder.has(MARK)) requireEmpty(folder);
        else if (job.isPresent() && !text(folder, MARK).equals(job.get()))
            throw new Refusal("folder=" + folder
                    + " holds another data set, made from another table or with other values: name another folder, or"
                    + " delete this one.");
    }

    private static Refusal unwritable(DataFolder folder, Exception e) {
        String why = e instanceof DiskRefusal ? e.getMessage() : OutputFile.why(Path.of(folder.toString(), "x"), e);
        return new Refusal(
                "folder=" + folder + " cannot be written, because " + why + ". Name another: folder=/data/cells.", e);
    }

    private static String text(DataFolder folder, String name) throws IOException {
        return new String(folder.read(name), StandardCharsets.UTF_8);
    }

    private static void requireEmpty(DataFolder folder) throws IOException {
        if (folder.names().stream().anyMatch(name -> !name.equals(Store.MADE)))
            throw new Refusal(
                    "folder=" + folder + " holds other files: name an empty folder, or one that is not there yet.");
    }

    DataFolder folder() {
        return folder;
    }

    /** Returns the images made so far. */
    public Store store() {
        return new Store(folder);
    }

    /** Writes a text file, named by its path in the data set. */
    void text(String name, String text) {
        folder.write(placed(name), text);
    }

    /** Puts a file of the store into the data set. */
    void link(String name, String made) {
        folder.link(made, placed(name));
    }

    /** Puts a file of the data set into a second place. */
    void again(String name, String first) {
        folder.link(first, placed(name));
    }

    /** Writes a PNG file with its texts. */
    void png(String name, ImageProcessor pixels, Map<String, String> texts) {
        folder.write(placed(name), ImageBytes.png(pixels, texts));
    }

    /** Writes a file by a program. */
    void file(String name, DataFolder.Writing writing) {
        folder.write(placed(name), writing);
    }

    private String placed(String name) {
        written.add(name);
        return name;
    }

    /**
     * Removes what an earlier run wrote and this one did not, such as images that are rejected now, and what a machine was writing
     * that was lost.
     */
    void finish() {
        try {
            folder.tidy();
            List<String> before =
                    folder.has(LISTED) ? text(folder, LISTED).lines().toList() : List.of();
            for (String name : before) if (!written.contains(name)) folder.delete(name);
        } catch (IOException e) {
            throw new DiskRefusal(folder + "/" + LISTED, e);
        }
        folder.write(LISTED, String.join("\n", written) + "\n");
    }

    @Override
    public void close() {
        folder.close();
    }
}
