package org.prompttoprompt.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;

/**
 * Where native libraries and the embedded model are unpacked: {@code .prompt-to-prompt} in the user's home, or a folder of
 * the temporary one where the home is write-protected.
 */
public final class CacheFolder {
    /** Names another folder, as system property or environment variable; DJL reads it too. */
    public static final String SETTING = "DJL_CACHE_DIR";

    private static final String NAME = "prompt-to-prompt";

    private CacheFolder() {}

    /**
     * Returns the folder, which exists and can be written.
     *
     * @throws Refusal if none can be written, with the cure
     */
    public static Path path() {
        String named = named();
        if (named == null) return path(home(), LocalPath.of("java.io.tmpdir", System.getProperty("java.io.tmpdir")));
        Path folder = LocalPath.of(SETTING, named);
        if (isWritable(folder)) return folder;
        throw new Refusal(SETTING + "=" + named + " cannot be written: name a folder that can, or leave it out.");
    }

    /**
     * Returns the folder if it is there and cannot be written, as in a teaching lab; what it holds whole is used as it is.
     *
     * @throws Refusal if its path cannot be said in this process
     */
    public static Optional<Path> readOnly() {
        String named = named();
        Path folder = named == null ? home().resolve("." + NAME) : LocalPath.of(SETTING, named);
        return Optional.of(folder).filter(f -> Files.isDirectory(f) && !isWritable(f));
    }

    /**
     * Returns the folder to read from, which is there: the one that cannot be written as well.
     *
     * @throws Refusal if there is none, and none can be made
     */
    static Path toRead() {
        return readOnly().orElseGet(CacheFolder::path);
    }

    /**
     * Keeps a small file for the next start, whole or not at all, where that will look for it.
     *
     * @throws Refusal if the folder cannot be written
     */
    static void keep(String name, byte[] content) {
        Path file = toRead().resolve(name);
        Path fresh = null;
        try {
            // For all who use the folder to read: a file that Java makes for the moment is its maker's alone.
            fresh = file.resolveSibling(Unpacked.PARTIAL + UUID.randomUUID());
            Files.write(fresh, content);
            WholeFile.replace(fresh, file);
        } catch (IOException e) {
            if (fresh != null) fresh.toFile().delete();
            throw new Refusal(
                    file + " cannot be written, because " + OutputFile.why(file, e)
                            + ": mend that, or name another folder by "
                            + SETTING
                            + ".",
                    e);
        }
    }

    /**
     * Returns the folder that can be written, else the one that can be read.
     *
     * @throws Refusal as {@link #path} does, if there is neither
     */
    public static Path there() {
        try {
            return path();
        } catch (Refusal e) {
            return readOnly().orElseThrow(() -> e);
        }
    }

    private static String named() {
        return System.getProperty(SETTING, System.getenv(SETTING));
    }

    private static Path home() {
        return LocalPath.of("user.home", System.getProperty("user.home"));
    }

    static Path path(Path home, Path temporary) {
        Path usual = home.resolve("." + NAME);
        if (isWritable(usual)) return usual;
        Path instead = temporary.resolve(NAME + "-" + System.getProperty("user.name"));
        try {
            if (isOurs(instead)) return instead;
            // Libraries are loaded from it: never from a folder that somebody else has put there.
            return Files.createTempDirectory(temporary, NAME);
        } catch (IOException e) {
            throw new Refusal(
                    "Neither " + usual + " nor " + temporary
                            + " can be written: name a folder that can by the environment variable " + SETTING + ".",
                    e);
        }
    }

    private static boolean isOurs(Path folder) throws IOException {
        if (!Files.getFileStore(folder.getParent()).supportsFileAttributeView("posix")) return isWritable(folder);
        var onlyOurs = PosixFilePermissions.fromString("rwx------");
        if (!Files.exists(folder))
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(Set.copyOf(onlyOurs)));
        Path made = Files.createTempFile(folder.getParent(), NAME, "");
        boolean sameOwner = Files.getOwner(folder).equals(Files.getOwner(made));
        Files.delete(made);
        return sameOwner && Files.getPosixFilePermissions(folder).equals(onlyOurs) && isWritable(folder);
    }

    private static boolean isWritable(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "write", ""));
            return true;
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    /** Deletes what is in a folder and begins with {@code prefix}: left by a process that ended while unpacking. */
    public static void sweep(Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) return;
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
        for (Path file : left) {
            try {
                delete(file);
            } catch (IOException e) {
                // In use, on Windows: a later start finds it again.
            }
        }
    }

    /** Deletes a file, or a folder with all that it holds. */
    public static void delete(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            walk.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
