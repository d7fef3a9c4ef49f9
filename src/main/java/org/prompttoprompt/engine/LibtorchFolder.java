package org.prompttoprompt.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A folder with a libtorch that was downloaded, and the note of what belongs to it, which lies beside it: DJL loads every file of the
 * folder.
 */
public final class LibtorchFolder {
    /** Names each file with its size in bytes and its SHA-256. */
    private static final String NOTE = ".properties";

    private LibtorchFolder() {}

    /** Returns the names that libtorch for CUDA must have on this system. */
    public static List<String> required(boolean cuda) {
        List<String> always = List.of("c10", "torch", "torch_cpu");
        List<String> names = cuda ? List.of("c10", "torch", "torch_cpu", "c10_cuda", "torch_cuda") : always;
        return names.stream().map(System::mapLibraryName).toList();
    }

    /**
     * Notes what was downloaded.
     *
     * @param files {@code size sha256} of each by its name
     */
    public static void note(Path folder, Map<String, String> files) throws IOException {
        Properties note = new Properties();
        note.putAll(files);
        try (OutputStream out = Files.newOutputStream(noteOf(folder))) {
            note.store(out, null);
        }
    }

    /** Takes away what was noted of a folder. */
    public static void forget(Path folder) throws IOException {
        Files.deleteIfExists(noteOf(folder));
    }

    private static Path noteOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + NOTE);
    }

    /**
     * Returns what was noted of a folder, {@code size sha256} of each file by its name.
     *
     * @throws IOException if there is no note, or it cannot be read
     */
    public static Map<String, String> noted(Path folder) throws IOException {
        Properties note = new Properties();
        try (InputStream in = Files.newInputStream(noteOf(folder))) {
            note.load(in);
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
        Map<String, String> files = new TreeMap<>();
        for (String name : note.stringPropertyNames()) files.put(name, note.getProperty(name));
        return files;
    }

    /** Returns what keeps a folder from being used, as a sentence goes on; sizes are compared, sums would take a minute. */
    public static Optional<String> problem(Path folder) {
        Map<String, String> note;
        try {
            note = noted(folder);
        } catch (IOException e) {
            return Optional.of("its libraries are no longer in " + folder);
        }
        for (Map.Entry<String, String> file : note.entrySet())
            if (!hasSize(folder, file.getKey(), file.getValue()))
                return Optional.of(file.getKey() + " in " + folder + " is damaged or missing");
        return note.isEmpty() ? Optional.of(folder + " holds no libraries") : Optional.empty();
    }

    /** Returns whether there is a note of a folder. */
    public static boolean isNoted(Path folder) {
        return Files.exists(noteOf(folder));
    }

    /**
     * Returns whether a file has the size that was noted.
     *
     * @param noted {@code size sha256} of it
     */
    public static boolean hasSize(Path folder, String name, String noted) {
        return noted.startsWith(folder.resolve(name).toFile().length() + " ");
    }
}
