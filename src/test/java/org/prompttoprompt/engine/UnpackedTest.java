package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.*;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;

/** Files out of a jar: whole, damaged, and without room for them. */
class UnpackedTest {
    private static final byte[] A = "the first file".getBytes();
    private static final byte[] B = "the second file".getBytes();

    @TempDir
    private Path cache;

    private final AtomicInteger opened = new AtomicInteger();

    private Unpacked.Item item(String name, byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return new Unpacked.Item(name, bytes.length, crc.getValue(), () -> {
            opened.incrementAndGet();
            return new ByteArrayInputStream(bytes);
        });
    }

    private Unpacked files() {
        return new Unpacked("the files", cache.resolve("files"), List.of(item("a", A), item("sub/b", B)));
    }

    private Path file(String name) {
        return cache.resolve("files").resolve(name);
    }

    private void requireNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            assertTrue(files.noneMatch(f -> f.getFileName().toString().startsWith(Unpacked.PARTIAL)));
        }
    }

    @Test
    void areUnpackedOnce() throws IOException {
        assertFalse(files().isWhole());
        assertTrue(files().make());
        assertArrayEquals(B, Files.readAllBytes(file("sub/b")));
        assertTrue(files().isWhole());
        assertFalse(files().make());
        assertEquals(2, opened.get());
        requireNothingLeft();
    }

    @Test
    void whatIsDamagedAloneIsMended() throws IOException {
        files().make();
        Files.write(file("a"), "the f!rst file".getBytes());
        Files.setLastModifiedTime(file("a"), FileTime.fromMillis(1_700_000_000_000L));
        assertFalse(files().isWhole());
        assertTrue(files().make());
        assertArrayEquals(A, Files.readAllBytes(file("a")));
        assertEquals(3, opened.get());
        Files.delete(file("sub/b"));
        assertTrue(files().make());
        assertArrayEquals(B, Files.readAllBytes(file("sub/b")));
        requireNothingLeft();
    }

    /** A cache of an older version, or one that was copied, is compared by its check sums. */
    @Test
    void withoutNotesTheContentsAreCompared() throws IOException {
        files().make();
        FileTime time = Files.getLastModifiedTime(file("a"));
        Files.write(file("a"), "the f!rst file".getBytes());
        Files.setLastModifiedTime(file("a"), time);
        assertTrue(files().isWhole(), "its size and time are as noted");
        Unpacked.compareAnew(cache.resolve("not there"));
        Unpacked.compareAnew(cache.resolve("files"));
        assertFalse(files().isWhole());
        Files.writeString(cache.resolve("files.checked"), "a=\\u00zz");
        assertFalse(files().isWhole());
        files().make();
        assertArrayEquals(A, Files.readAllBytes(file("a")));
        opened.set(0);
        Files.setLastModifiedTime(file("a"), FileTime.fromMillis(1));
        assertFalse(files().make(), "only its time has changed");
        assertEquals(0, opened.get());
    }

    @Test
    void withoutRoomTheFolderAndTheNeedAreNamed() throws IOException {
        Unpacked.Item large = new Unpacked.Item("large", 5_000_000_000_000_000L, -1, InputStream::nullInputStream);
        String message = assertThrows(
                        Refusal.class,
                        () -> new Unpacked("the large file", cache.resolve("large"), List.of(large)).make())
                .getMessage();
        assertTrue(
                message.startsWith("There is no room to unpack the large file: 5000000000 MB are needed in " + cache),
                message);
        assertTrue(message.contains(CacheFolder.SETTING), message);
        Unpacked.Item quota = new Unpacked.Item("quota", 10, -1, () -> {
            throw new IOException("Disk quota exceeded");
        });
        message = assertThrows(
                        Refusal.class, () -> new Unpacked("the file", cache.resolve("quota"), List.of(quota)).make())
                .getMessage();
        assertTrue(message.contains("no room to unpack the file (Disk quota exceeded)"), message);
        requireNothingLeft();
    }

    @Test
    void whatIsDamagedInTheJarIsTold() throws IOException {
        Unpacked.Item bad = new Unpacked.Item("bad", A.length, 5, () -> new ByteArrayInputStream(A));
        String message = assertThrows(
                        IOException.class, () -> new Unpacked("the file", cache.resolve("bad"), List.of(bad)).make())
                .getMessage();
        assertTrue(message.contains("bad is damaged in the jar"), message);
        assertFalse(Files.exists(cache.resolve("bad")));
        requireNothingLeft();
    }

    @Test
    void lettersThatAProcessCannotSayAreTold() {
        InvalidPathException why = new InvalidPathException("/a/é", "Malformed input");
        String message = LocalPath.refusal("model", "/a/é", why, "US-ASCII").getMessage();
        assertTrue(message.startsWith("model=/a/é has letters") && message.contains("US-ASCII"), message);
        assertTrue(message.contains("LC_ALL=C.UTF-8"), message);
        assertTrue(LocalPath.refusal("model", "/a/\uFFFD", why, "UTF-8")
                .getMessage()
                .contains("has letters"));
        message = LocalPath.refusal("model", "a\0b", new InvalidPathException("a", "Nul character"), "UTF-8")
                .getMessage();
        assertTrue(message.contains("is no path: Nul character"), message);
    }
}
