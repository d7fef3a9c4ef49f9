package org.prompttoprompt.checkpoint;

import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is read once, and again when it has changed. */
class RememberedTest {
    private static final FileTime OLD = FileTime.fromMillis(1_700_000_000_000L);

    @TempDir
    private Path folder;

    private final AtomicInteger reads = new AtomicInteger();
    private final Remembered<String> remembered = new Remembered<>(file -> {
        reads.incrementAndGet();
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "none";
        }
    });

    private Path write(String name, String text, FileTime time) throws IOException {
        return Files.setLastModifiedTime(Files.writeString(folder.resolve(name), text), time);
    }

    @Test
    void aFileIsReadAgainWhereItsSizeItsTimeOrItselfIsAnother() throws IOException {
        Path file = write("a", "one", OLD);
        for (int i = 0; i < 5; i++) assertEquals("one", remembered.of(file));
        assertEquals(1, reads.get());
        write("a", "longer", OLD);
        assertEquals("longer", remembered.of(file));
        write("a", "other!", FileTime.fromMillis(OLD.toMillis() + 1));
        assertEquals("other!", remembered.of(file));
        Files.move(
                write("b", "better", FileTime.fromMillis(OLD.toMillis() + 1)),
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals("better", remembered.of(file), "another file of the same size and time");
        Files.delete(file);
        assertEquals("none", remembered.of(file));
    }

    /** Its time may be the same when it is written again at once. */
    @Test
    void whatWasWrittenJustNowIsNotRemembered() throws IOException {
        FileTime now = FileTime.fromMillis(System.currentTimeMillis());
        Path file = write("a", "one", now);
        assertEquals("one", remembered.of(file));
        write("a", "two", now);
        assertEquals("two", remembered.of(file));
    }

    @Test
    void ofManyTheLastOnesAreRemembered() throws IOException {
        for (int i = 0; i < 100; i++) remembered.of(write("f" + i, "text", OLD));
        remembered.of(folder.resolve("f99"));
        assertEquals(100, reads.get());
        remembered.of(folder.resolve("f0"));
        assertEquals(101, reads.get());
    }

    @Test
    void aFileIsRememberedByThePathThatItWasAskedForBy() throws IOException {
        Path file = write("a", "one", OLD);
        Remembered<Path> paths = new Remembered<>(path -> path);
        Path relative = Path.of("").toAbsolutePath().relativize(file);
        assertEquals(file, paths.of(file));
        assertEquals(relative, paths.of(relative));
    }
}
