package org.prompttoprompt.batch;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.ij.ImageBytes;

/** The folder of a data set, which one run at a time writes. */
final class Target implements AutoCloseable {
    private static final String MADE = ".made";
    private static final String MARK = "job.txt";
    private static final String LISTED = "files.txt";

    private final Path folder;
    private final FileChannel lock;
    private final Set<String> written = new LinkedHashSet<>();

    private Target(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Returns the folder that a text names. */
    static Path folder(String out) {
        if (out.isBlank()) throw new Refusal("folder is empty: name one for the data set, such as folder=/data/cells.");
        return LocalPath.of("folder", out).toAbsolutePath().normalize();
    }

    /**
     * Opens a folder that is empty, not there yet, or holds what an earlier run of the same job left.
     *
     * @param job text that says what is made, the same for the same data set
     * @throws Refusal if it cannot be written, holds something else, or is being written
     */
    static Target open(Path folder, String job) {
        Path made = folder.resolve(MADE);
        Path mark = made.resolve(MARK);
        try {
            if (!Files.exists(mark)) {
                requireEmpty(folder, made);
                Files.createDirectories(made);
            } else if (!Files.readString(mark).equals(job)) {
                throw new Refusal("folder=" + folder
                        + " holds another data set, made from another table or with other values: name another folder, or"
                        + " delete this one.");
            }
            FileChannel lock = locked(folder, made);
            if (!Files.exists(mark)) WholeFile.write(mark, job);
            WholeFile.tidy(folder);
            return new Target(folder, lock);
        } catch (IOException | WholeFile.DiskRefusal e) {
            throw new Refusal(
                    "folder=" + folder + " cannot be written (" + e.getMessage() + "): name another folder.", e);
        }
    }

    private static void requireEmpty(Path folder, Path made) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder))
            throw new Refusal("folder=" + folder + " is a file: name a folder.");
        if (!Files.isDirectory(folder)) return;
        try (Stream<Path> files = Files.list(folder)) {
            if (files.anyMatch(file -> !file.equals(made)))
                throw new Refusal("folder=" + folder
                        + " holds other files: name an empty folder, or one that is not there" + " yet.");
        }
    }

    private static FileChannel locked(Path folder, Path made) throws IOException {
        FileChannel channel =
                FileChannel.open(made.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // of this process: as of another
        }
        if (lock != null) return channel;
        channel.close();
        throw new Refusal("folder=" + folder + " is being written by another run: wait for its end.");
    }

    Path folder() {
        return folder;
    }

    Store store() {
        return new Store(folder.resolve(MADE));
    }

    /** Writes a text file, named by its path in the data set. */
    void text(String name, String text) {
        WholeFile.write(place(name), text);
    }

    /** Puts a file of the store into the data set. */
    void link(String name, Path made) {
        WholeFile.link(made, place(name));
    }

    /** Writes a PNG file with its texts. */
    void png(String name, ImageProcessor pixels, Map<String, String> texts) {
        WholeFile.write(place(name), part -> ImageBytes.png(pixels, texts, part));
    }

    /** Returns the bytes of a PNG file with its texts. */
    byte[] pngBytes(ImageProcessor pixels, Map<String, String> texts) throws IOException {
        Path part = Files.createTempFile(store().folder(), "png", WholeFile.PART);
        try {
            ImageBytes.png(pixels, texts, part);
            return Files.readAllBytes(part);
        } finally {
            Files.delete(part);
        }
    }

    /** Writes a file by a program that takes a path. */
    void file(String name, WholeFile.Writing writing) {
        WholeFile.write(place(name), writing);
    }

    /** Returns the pixels of a file of the store. */
    static ImageProcessor pixels(Path made) {
        ImagePlus image = GivenImage.open(made);
        return image.getProcessor();
    }

    private Path place(String name) {
        written.add(name);
        return folder.resolve(name);
    }

    /** Removes what an earlier run wrote and this one did not, such as images that are rejected now. */
    void finish() {
        Path listed = folder.resolve(MADE).resolve(LISTED);
        try {
            List<String> before = Files.exists(listed) ? Files.readAllLines(listed) : List.of();
            for (String name : before) if (!written.contains(name)) Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw new WholeFile.DiskRefusal(listed, e);
        }
        WholeFile.write(listed, String.join("\n", written) + "\n");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // the end of the process releases it
        }
    }
}
