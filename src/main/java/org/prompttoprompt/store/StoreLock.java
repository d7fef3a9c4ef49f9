package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.prompttoprompt.Refusal;

/** The right to change one model's folder: one at a time, among all ImageJs that share the folder. */
final class StoreLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private StoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock; the system lets go of it when a process ends, however it ends.
     *
     * @throws Refusal if somebody else has it
     */
    static StoreLock take(Path store, String name) {
        Path file = LocalDisk.create(store).toAbsolutePath().normalize().resolve("lock-" + name);
        if (!HELD.add(file)) throw busy(name, store);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) throw busy(name, store);
            return new StoreLock(file, channel);
        } catch (IOException | RuntimeException e) {
            HELD.remove(file);
            close(channel);
            if (e instanceof RuntimeException refusal) throw refusal;
            throw LocalDisk.refusal(file, (IOException) e);
        }
    }

    private static boolean locked(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return true; // Some network folders have no locks: go on, as an only process may.
        }
    }

    private static Refusal busy(String name, Path store) {
        return new Refusal("Another window or another ImageJ is changing the model '" + name + "' in " + store
                + " just now: wait until it is done, or stop it there.");
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }

    @Override
    public void close() {
        close(channel);
        HELD.remove(file);
    }
}
