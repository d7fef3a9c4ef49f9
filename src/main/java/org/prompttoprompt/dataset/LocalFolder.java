package org.prompttoprompt.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.engine.WholeFile;

/** A folder of this computer, whether it is there yet or not. */
public final class LocalFolder implements DataFolder {
    private final Path folder;
    private FileChannel lock;

    /** @param folder its absolute path */
    public LocalFolder(Path folder) {
        this.folder = folder;
    }

    private Path place(String name) {
        return folder.resolve(name);
    }

    @Override
    public boolean has(String name) {
        return Files.exists(place(name));
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(place(name));
    }

    @Override
    public void write(String name, Writing writing) {
        whole(name, part -> {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                writing.to(out);
                channel.force(true);
            }
        });
    }

    private interface Making {
        void of(Path part) throws IOException;
    }

    private void whole(String name, Making making) {
        Path file = place(name);
        Path part = place(name + PART);
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(part);
            making.of(part);
            WholeFile.replace(part, file);
        } catch (IOException e) {
            forget(part);
            throw new DiskRefusal(file.toString(), e);
        }
    }

    private static void forget(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // the next start tidies up
        }
    }

    @Override
    public void link(String from, String name) {
        // To rename a file to another name of itself does nothing, and would leave the first name behind.
        if (isLinked(place(from), place(name))) return;
        whole(name, part -> {
            try {
                Files.createLink(part, place(from));
            } catch (UnsupportedOperationException | IOException e) {
                Files.copy(place(from), part, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    private static boolean isLinked(Path from, Path file) {
        try {
            return Files.exists(file) && Files.isSameFile(from, file);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(place(name));
        for (Path above = place(name).getParent(); !above.equals(folder); above = above.getParent())
            if (!deletedEmpty(above)) return;
    }

    private static boolean deletedEmpty(Path above) throws IOException {
        try {
            return Files.deleteIfExists(above);
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public void lock(String name) throws IOException {
        Files.createDirectories(place(name).getParent());
        FileChannel channel = FileChannel.open(place(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock mine = null;
        try {
            mine = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // of this process: as of another
        }
        if (mine == null) {
            channel.close();
            throw new Refusal("folder=" + folder + " is being written by another run: wait for its end.");
        }
        lock = channel;
    }

    @Override
    public void tidy() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path part :
                    files.filter(file -> file.toString().endsWith(PART)).toList()) Files.delete(part);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public long free() {
        long free = LocalPath.nearest(folder).toFile().getUsableSpace();
        return free == 0 ? Long.MAX_VALUE : free;
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    @Override
    public void close() {
        try {
            if (lock != null) lock.close();
        } catch (IOException e) {
            // the end of the process releases it
        }
    }
}
