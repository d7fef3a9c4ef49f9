package org.prompttoprompt.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.prompttoprompt.Refusal;

/**
 * Jobs in the cache of which one runs at a time among all processes: what two of them unpack at once, each would see unfinished. The
 * system lets go of a lock when a process ends; one that is halted keeps it, and is not waited for without end.
 */
public final class CacheLock {
    /** Nobody writes notes for longer. */
    public static final Duration NOTES = Duration.ofSeconds(2);

    /** To unpack all on a slow disk takes about as long. */
    static final Duration WORK = Duration.ofMinutes(1);

    /** After it what is whole is used, and what is waited for is told. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Map<String, Object> LOCKS = new ConcurrentHashMap<>();

    private CacheLock() {}

    /** Another process has had a lock for too long. */
    public static final class Busy extends Refusal {
        private static final long serialVersionUID = 1L;

        Busy(Path file, Duration waited) {
            super("Waited " + waited.toSeconds() + " seconds for " + holder(file) + ", which does not let go of " + file
                    + ": only one at a time may change what lies beside it. Wait until it is done, or end it if it is"
                    + " halted, and try again; or name another folder by " + CacheFolder.SETTING + ".");
        }
    }

    /**
     * Runs a job while nobody else, in this process or another, runs one of the same name.
     *
     * @param patience to wait for another process at most
     * @throws Busy if it is at work for longer, naming it and the file of the lock
     */
    public static <T> T alone(String name, Duration patience, Callable<T> job) throws Exception {
        return alone(name, SOON, patience, job);
    }

    /** @param quiet to wait before it is told for whom */
    private static <T> T alone(String name, Duration quiet, Duration patience, Callable<T> job) throws Exception {
        Path file = CacheFolder.path().resolve("lock-" + name);
        synchronized (LOCKS.computeIfAbsent(name, n -> new Object())) {
            try (FileChannel lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                long begun = System.nanoTime();
                boolean told = false;
                while (!isLocked(lock)) {
                    long waited = System.nanoTime() - begun;
                    if (waited >= patience.toNanos()) throw new Busy(file, patience);
                    if (!told && waited >= quiet.toNanos())
                        Doing.tell("Waiting for " + holder(file) + ", which holds " + file);
                    told |= waited >= quiet.toNanos();
                    LockSupport.parkNanos(POLL_NANOS);
                }
                sign(lock);
                return job.call();
            }
        }
    }

    /**
     * Runs a job that unpacks something. Where another process keeps it waiting, what that has made whole is used as it is.
     *
     * @param isWhole whether nothing is left to be unpacked
     * @throws Busy if it is not, and the other one is at work for a minute
     */
    public static void unpack(String name, BooleanSupplier isWhole, Callable<?> job) throws Exception {
        unpack(name, isWhole, job, SOON, WORK);
    }

    static void unpack(String name, BooleanSupplier isWhole, Callable<?> job, Duration soon, Duration late)
            throws Exception {
        try {
            alone(name, soon, job);
        } catch (Busy busy) {
            if (isWhole.getAsBoolean()) return;
            alone(name, Duration.ZERO, late, job);
        }
    }

    /** Notes who has the lock, for those who wait. */
    private static void sign(FileChannel lock) {
        try {
            String process = ProcessHandle.current().pid() + " " + ComputerName.host();
            byte[] id = process.strip().getBytes(StandardCharsets.UTF_8);
            lock.truncate(0).write(ByteBuffer.wrap(id));
        } catch (IOException e) {
            // Who waits is told less.
        }
    }

    /** Returns whose lock it is, as far as that can be read: on Windows who has it lets nobody read. */
    private static String holder(Path file) {
        try {
            String[] id = Files.readString(file).strip().split(" ", 2);
            if (!id[0].matches("\\d+")) return "another ImageJ";
            boolean elsewhere = id.length == 2 && !id[1].equals(ComputerName.host()) && id[1].matches("\\P{C}+");
            return "another ImageJ (process " + id[0] + (elsewhere ? " on " + id[1] : "") + ")";
        } catch (IOException e) {
            return "another ImageJ";
        }
    }

    /**
     * To wait for it inside the system is no way: where two processes hold one lock each and another thread of both waits for the
     * other's, Linux takes that for a deadlock and gives up.
     */
    private static boolean isLocked(FileChannel lock) {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // a second copy of this class in the process has it
        } catch (IOException e) {
            return true; // Some network homes have no locks: go on, as an only process may.
        }
    }
}
