package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.Refusal;

/** One at a time has a lock, whoever deletes its file when; nothing of it is left. */
@Timeout(120)
class StoreLockTest {
    private static final int EACH = 400;

    @TempDir
    private Path folder;

    @Test
    void whatIsLetGoLeavesNoFileAndNothingOpen() throws Exception {
        long before = open();
        for (int i = 0; i < 30; i++) {
            try (StoreLock lock = StoreLock.take(folder, "ink")) {
                assertTrue(StoreLock.isTaken(folder, "ink"));
                assertFalse(StoreLock.isTaken(folder, "paint"));
                assertThrows(Refusal.class, () -> StoreLock.take(folder, "ink"));
            }
            assertFalse(StoreLock.isTaken(folder, "ink"));
            try (var files = Files.list(folder)) {
                assertEquals(List.of(), files.toList());
            }
        }
        assertEquals(before, open(), "files are open still");
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

    /** Three processes count in one file: a number that two of them write is missing in the end. */
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
