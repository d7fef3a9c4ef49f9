package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.prompttoprompt.Refusal;

/**
 * The right to change one model's folder: one at a time, among all ImageJs that share the folder. Its file is empty and hidden, and stays:
 * whoever deleted it would let another one in who has it open, beside the next, who makes it anew.
 */
final class StoreLock implements AutoCloseable {
    private static final String BEGIN = ".lock-";

    /** A process that only looks whether a lock is taken holds it for a moment. */
    private static final long LOOK_MILLIS = 200;

    /** Within a process the system's locks keep nobody out, and to close a second channel of a file would let go of the first one's. */
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
        return await(store, name, "the model '" + name + "'", LOOK_MILLIS);
    }

    /**
     * Takes the lock to read only: where nothing can be written, as on a disk of a lab that others may only read, there is none, and nobody
     * here changes anything either.
     *
     * @return the lock, null for none
     * @throws Refusal if somebody else has it
     */
    static StoreLock takeToRead(Path store, String name) {
        try {
            return take(store, name);
        } catch (Busy busy) {
            throw busy;
        } catch (Refusal noLockCanBeMade) {
            return null;
        }
    }

    private static synchronized StoreLock attempt(Path store, String name, String what) {
        LocalDisk.create(store);
        Path file = file(store, name);
        if (!HELD.add(file)) throw new Busy(what, store);
        FileChannel channel = null;
        try {
            channel = open(file);
            if (!locked(channel)) throw new Busy(what, store);
            return new StoreLock(file, channel);
        } catch (IOException | RuntimeException e) {
            close(channel);
            HELD.remove(file);
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
                return attempt(store, name, what);
            } catch (Busy busy) {
                if (System.nanoTime() >= end) throw busy;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    /** Returns the folders in which this process holds a lock. */
    static List<Path> stores() {
        return HELD.stream().map(Path::getParent).distinct().toList();
    }

    /** Returns whether this process holds the lock. */
    static boolean isHeld(Path store, String name) {
        return HELD.contains(file(store, name));
    }

    /** Returns its file; names that some disks do not tell apart have the same. */
    static Path file(Path store, String name) {
        return store.toAbsolutePath().normalize().resolve(BEGIN + name.toLowerCase(Locale.ROOT));
    }

    /** Whoever may write into a shared folder may lock it, too: the file that another one has made is theirs as well. */
    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            } catch (IOException | UnsupportedOperationException noSuchRights) {
                // It is another one's, who has made it just now, or the folder's rights hold for it, as on Windows.
            }
            return channel;
        }
    }

    /** Returns whether somebody has the lock now, in this process or another; nothing is made. */
    static synchronized boolean isTaken(Path store, String name) {
        Path file = file(store, name);
        if (HELD.contains(file)) return true;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return !locked(channel);
        } catch (IOException e) {
            return false; // none was made, or it may not be opened
        }
    }

    private static boolean locked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return true; // Some network folders have no locks: go on, as an only process may.
        }
    }

    /** Somebody else has the lock. */
    private static final class Busy extends Refusal {
        Busy(String what, Path store) {
            super("Another window or another ImageJ is busy with " + what + " in " + store
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
        close(channel);
        HELD.remove(file);
    }
}
