package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.WholeFile;
import org.prompttoprompt.inversion.Inversion;
import org.prompttoprompt.model.StableDiffusion;

/**
 * Inversions of images, kept for the next edit of the same image: the last ones in memory, more on disk, in the folder {@code
 * inversions} of {@link CacheFolder}, the oldest of which go where it becomes too large. On the engine's thread.
 */
final class KeptInversions implements AutoCloseable {
    private static final String FOLDER = "inversions";
    private static final String ENDING = ".ndlist";
    private static final int MOST_IN_MEMORY = 8;
    /** Of the disk, in bytes; an inversion of Stable Diffusion 1.5 in 50 steps takes 3 MB. */
    private static final long MOST_ON_DISK = 512L << 20;

    private final Map<String, Double> fits = new HashMap<>();

    /** The newest last, as {@link #held}. */
    private final Map<String, List<float[]>> answers = new LinkedHashMap<>(MOST_IN_MEMORY, 0.75f, true);

    private record Held(NDManager manager, Inversion inversion) {}

    private final Map<String, Held> held = new LinkedHashMap<>(MOST_IN_MEMORY, 0.75f, true);

    /** Returns how badly prompts fit images, as far as that was asked. */
    Map<String, Double> fits() {
        return fits;
    }

    /** Returns what the network answered about an image under a prompt, as far as it was asked; who asks more adds it. */
    List<float[]> answers(String key) {
        List<float[]> found = answers.computeIfAbsent(key, unused -> new ArrayList<>());
        if (answers.size() > MOST_IN_MEMORY)
            answers.remove(answers.keySet().iterator().next());
        return found;
    }

    /** Returns whether an inversion is there, in memory or on disk. */
    boolean has(String key) {
        return held.containsKey(key)
                || file(key).map(path -> Files.isReadable(path)).orElse(false);
    }

    /** Returns the inversion of this key, which belongs to this class; if none is there it is made and kept. */
    Inversion get(String key, StableDiffusion model, Supplier<Inversion> maker) {
        Held found = held.get(key);
        if (found != null) return found.inversion();
        NDManager manager = model.newManager();
        try {
            Optional<Inversion> read = read(key, manager);
            // What was read or made belongs to the run, whose scope ends with it.
            Inversion inversion = read.orElseGet(maker).in(manager);
            if (read.isEmpty()) write(key, inversion);
            held.put(key, new Held(manager, inversion));
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
        if (held.size() > MOST_IN_MEMORY) {
            held.remove(held.keySet().iterator().next()).manager().close();
        }
        return held.get(key).inversion();
    }

    private static Optional<Path> folder() {
        try {
            return Optional.of(CacheFolder.path().resolve(FOLDER));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> file(String key) {
        return folder().map(folder -> folder.resolve(key + ENDING));
    }

    /** A file that cannot be read is as good as none: the inversion is made anew. */
    private static Optional<Inversion> read(String key, NDManager manager) {
        Optional<Path> file = file(key).filter(Files::isReadable);
        if (file.isEmpty()) return Optional.empty();
        try (InputStream in = Files.newInputStream(file.get())) {
            NDList arrays = NDList.decode(manager, in);
            for (NDArray array : arrays) array.setName(null);
            if (arrays.size() != 2) return Optional.empty();
            Files.setLastModifiedTime(file.get(), FileTime.fromMillis(System.currentTimeMillis()));
            return Optional.of(new Inversion(arrays.get(0), arrays.get(1)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** What cannot be written is kept in memory alone. */
    private static void write(String key, Inversion inversion) {
        Optional<Path> file = file(key);
        if (file.isEmpty()) return;
        try {
            Files.createDirectories(file.get().getParent());
            Path part = Files.createTempFile(file.get().getParent(), "part", "");
            try (OutputStream out = Files.newOutputStream(part)) {
                new NDList(inversion.latents(), inversion.extra()).encode(out);
            }
            WholeFile.replace(part, file.get());
            bound(file.get().getParent(), MOST_ON_DISK);
        } catch (IOException | RuntimeException e) {
            // The next session computes it again.
        }
    }

    /** Deletes the files that were not used for the longest time until the others fit. */
    static void bound(Path folder, long most) throws IOException {
        List<Path> newest;
        try (Stream<Path> files = Files.list(folder)) {
            newest = files.sorted(Comparator.comparing(KeptInversions::modified).reversed())
                    .toList();
        }
        long bytes = 0;
        for (Path file : newest) {
            bytes += file.toFile().length();
            if (bytes > most) Files.deleteIfExists(file);
        }
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }

    /** Forgets all, on disk as well. */
    void clear() {
        close();
        folder().filter(Files::isDirectory).ifPresent(folder -> {
            try {
                bound(folder, 0);
            } catch (IOException e) {
                throw new Refusal("The inversions in " + folder + " cannot be deleted: " + e.getMessage(), e);
            }
        });
    }

    /** Forgets what is in memory. */
    @Override
    public void close() {
        held.values().forEach(one -> one.manager().close());
        held.clear();
        fits.clear();
        answers.clear();
    }
}
