package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.prompttoprompt.Refusal;

/** The right to change one model's folder: one at a time, among all ImageJs that share the folder. */
final class StoreLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** Sizes of a lock's file: so many that two are hardly alike. */
    private static final int MOST_BYTES = 1 << 16;

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
        LocalDisk.create(store);
        Path file = file(store, name);
        if (!HELD.add(file)) throw new Busy("the model '" + name + "'", store);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel) || !lies(channel, file)) throw new Busy("the model '" + name + "'", store);
            return new StoreLock(file, channel);
        } catch (IOException | RuntimeException e) {
            HELD.remove(file);
            close(channel);
            if (e instanceof RuntimeException refusal) throw refusal;
            throw LocalDisk.refusal(file, (IOException) e);
        }
    }

    /**
     * Takes a lock that others hold for a moment only, as soon as they let go of it.
     *
     * @param what is changed under it, in words
     * @param millis to wait for it at most
     * @throws Refusal if somebody else has it for longer
     */
    static StoreLock await(Path store, String name, String what, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            try {
                return take(store, name);
            } catch (Busy busy) {
                if (System.nanoTime() >= end) throw new Busy(what, store);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private static Path file(Path store, String name) {
        return store.toAbsolutePath().normalize().resolve("lock-" + name);
    }

    /**
     * Returns whether a locked file is the one that lies there. Whoever lets go of a lock deletes its file, and one that was deleted before
     * it was locked locks nobody out. Keys of files do not tell them apart, as systems give them anew, and to open the file would let
     * go of the lock: the locked one gets a size by chance, and the one that lies there must have it.
     */
    private static boolean lies(FileChannel channel, Path file) throws IOException {
        int size = 1 + ThreadLocalRandom.current().nextInt(MOST_BYTES);
        try {
            channel.truncate(size).write(ByteBuffer.allocate(1), size - 1L);
        } catch (IOException e) {
            return Files.exists(file); // A full disk has no room for a byte, and is to be told by what needs more.
        }
        try {
            BasicFileAttributes there = Files.readAttributes(file, BasicFileAttributes.class);
            // Where files have no keys, as on Windows, a file that is open is not replaced, and its size is told late.
            return there.fileKey() == null || there.size() == size;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Returns whether somebody has the lock now, in this process or another. */
    static boolean isTaken(Path store, String name) {
        Path file = file(store, name);
        if (!HELD.add(file)) return true;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return !locked(channel);
        } catch (IOException e) {
            return false; // none was made, or it may not be opened
        } finally {
            HELD.remove(file);
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

    /** Somebody else has the lock. */
    private static final class Busy extends Refusal {
        Busy(String what, Path store) {
            super("Another window or another ImageJ is changing " + what + " in " + store
                    + " just now: wait until it is done, or stop it there.");
        }
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
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A file that is left locks nobody out.
        }
        close(channel);
        HELD.remove(file);
    }
}
