package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.Refusal;

/** One at a time has a lock, in this process and among others; its file stays, empty and hidden. */
@Timeout(120)
class StoreLockTest {
    private static final int EACH = 400;

    @TempDir
    private Path folder;

    @Test
    void whatIsLetGoLeavesAnEmptyFileAndNothingOpen() throws Exception {
        long before = open();
        for (int i = 0; i < 5; i++) {
            try (StoreLock lock = StoreLock.take(folder, "ink")) {
                assertTrue(StoreLock.isTaken(folder, "ink"));
                assertFalse(StoreLock.isTaken(folder, "paint"));
                assertThrows(Refusal.class, () -> StoreLock.take(folder, "ink"));
            }
            assertFalse(StoreLock.isTaken(folder, "ink"));
            try (var files = Files.list(folder)) {
                assertEquals(List.of(StoreLock.file(folder, "ink")), files.toList());
            }
            assertEquals(0, Files.size(StoreLock.file(folder, "ink")));
        }
        assertEquals(before, open(), "files are open still");
    }

    @Test
    void whoOnlyLooksMakesNothingAndIsInNobodysWay() throws Exception {
        Path none = folder.resolve("none");
        assertFalse(StoreLock.isTaken(none, "ink"));
        assertFalse(StoreLock.isTaken(folder, "ink"));
        assertTrue(Files.notExists(none) && Files.notExists(StoreLock.file(folder, "ink")));
        Thread looks = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) StoreLock.isTaken(folder, "ink");
        });
        looks.start();
        try {
            for (int i = 0; i < 2000; i++) StoreLock.take(folder, "ink").close();
        } finally {
            looks.interrupt();
            looks.join();
        }
    }

    /** Another process that only looks holds it for a moment. */
    @Test
    void aMomentIsWaitedFor() throws Exception {
        StoreLock first = StoreLock.take(folder, "ink");
        Thread lets = new Thread(() -> {
            LockSupport.parkNanos(50_000_000);
            first.close();
        });
        lets.start();
        StoreLock.take(folder, "ink").close();
        lets.join();
    }

    /** Disks that do not tell large letters from small ones have one file, of which a second channel would let go of the lock. */
    @Test
    void namesThatDifferInCaseHaveTheSameLock() {
        try (StoreLock lock = StoreLock.take(folder, "Ink")) {
            assertTrue(StoreLock.isTaken(folder, "ink"));
        }
    }

    /** A folder that several people may write into: the first one's file keeps no other out, whatever the rights of new files are. */
    @Test
    void othersMayTakeTheLockToo() throws Exception {
        if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) return;
        StoreLock.take(folder, "ink").close();
        assertEquals(
                "rw-rw-rw-",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(StoreLock.file(folder, "ink"))));
    }

    @Test
    void whereNothingCanBeWrittenItSaysSo() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        String told =
                assertThrows(Refusal.class, () -> StoreLock.take(file, "ink")).getMessage();
        assertTrue(told.contains("cannot be written, because"), told);
        if (!Files.isDirectory(Path.of("/proc"))) return;
        told = assertThrows(Refusal.class, () -> StoreLock.take(Path.of("/proc"), "ink"))
                .getMessage();
        assertTrue(
                told.startsWith("/proc/.lock-ink cannot be written, because the system takes no files in /proc"), told);
        assertFalse(StoreLock.isTaken(Path.of("/proc"), "ink"), "it may be taken anew");
    }

    /** Threads and processes are kept apart by different means. */
    @Test
    void threadsAreNeverInItTogether() throws Exception {
        int[] count = {0};
        Thread[] all = new Thread[4];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Thread(() -> {
                for (int n = 0; n < EACH; n++)
                    try (StoreLock lock = StoreLock.await(folder, "ink", "it", 60_000)) {
                        count[0]++;
                    }
            });
            all[i].start();
        }
        for (Thread one : all) one.join();
        assertEquals(all.length * EACH, count[0]);
    }

    /** Files of the folder that this process holds, where the system tells it; deleted ones too. */
    private long open() throws Exception {
        Path all = Path.of("/proc/self/fd");
        if (!Files.isDirectory(all)) return 0;
        try (var files = Files.list(all)) {
            return files.filter(file -> {
                        try {
                            return Files.readSymbolicLink(file).startsWith(folder);
                        } catch (Exception e) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    /** Three processes count in one file, and look meanwhile: a number that two of them write is missing in the end. */
    @Test
    void processesThatTakeAndLetGoAtOnceAreNeverInItTogether() throws Exception {
        Path counter = Files.writeString(folder.resolve("counter"), "0");
        List<Process> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<String> command = ChildJvm.command();
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    Counting.class.getName(),
                    counter.toString()));
            all.add(new ProcessBuilder(command)
                    .redirectError(new File(folder.toFile(), "err" + i))
                    .start());
        }
        for (int i = 0; i < all.size(); i++) assertEquals(0, all.get(i).waitFor(), () -> folder.toString());
        assertEquals(all.size() * EACH, Integer.parseInt(Files.readString(counter)));
    }

    /** Another process. */
    static final class Counting {
        private Counting() {}

        public static void main(String[] args) throws Exception {
            Path counter = Path.of(args[0]);
            Thread looks = new Thread(() -> {
                while (true) {
                    StoreLock.isTaken(counter.getParent(), "counter");
                    Thread.yield();
                }
            });
            looks.setDaemon(true);
            looks.start();
            for (int i = 0; i < EACH; ) {
                try (StoreLock lock = StoreLock.take(counter.getParent(), "counter")) {
                    int count = Integer.parseInt(Files.readString(counter));
                    Files.writeString(counter, "" + (count + 1));
                    i++;
                } catch (Refusal busy) {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
