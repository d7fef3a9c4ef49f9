package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

class MappedPagesTest {
    private static final int BYTES = 80 << 20;

    /** In kB, of 240 MB; where something else ran in this process before, some go back when they are freed. */
    private static final long MOST_LEFT = 100_000;
    /** A part of a file that begins within a page, as tensors do. */
    private static final int BEGIN = 1234;

    @Test
    @EnabledOnOs(OS.LINUX)
    void pagesAreGivenBackAndComeAgain(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("weights");
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 7);
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i <= BYTES >> 20; i++) out.write(block);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer mapped = channel.map(MapMode.READ_ONLY, BEGIN, BYTES);
            MappedPages.add(mapped);
            assertEquals(7L * BYTES, sum(mapped));
            long before = mappedKilobytes();
            MappedPages.forgetNew();
            long gone = before - mappedKilobytes();
            assertTrue(gone > 70_000, gone + " kB");
            assertEquals(7L * BYTES, sum(mapped));
            MappedPages.forgetNew();
            assertTrue(mappedKilobytes() > before - 10_000, "those that are no longer new stay");
            MappedPages.forgetAll();
            assertTrue(mappedKilobytes() < before - 70_000);
            assertEquals(7L * BYTES, sum(mapped));
        }
    }

    /** GNU's C library keeps freed arrays of up to 32 MB, some hundred megabytes of them. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatWasFreedIsGivenBack(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("weights");
        try (NDManager manager = PyTorch.newManager();
                FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), BYTES - 1);
            ByteBuffer mapped = channel.map(MapMode.READ_ONLY, 0, BYTES);
            MappedPages.add(mapped);
            MappedPages.giveBackFreed();
            long before = ownKilobytes();
            freeMuch(manager);
            MappedPages.giveBackFreed();
            long left = ownKilobytes() - before;
            assertTrue(left < MOST_LEFT, left + " kB of freed arrays were left, which go back alone");
            freeMuch(manager);
            MappedPages.forgetAll();
            left = ownKilobytes() - before;
            assertTrue(left < MOST_LEFT, left + " kB of freed arrays were left, which go back with all");
            assertEquals(0, mapped.get(0));
        }
    }

    /** Of a run of several seeds the decoder waits while the network computes. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatDecodedASeedIsGivenBackBeforeTheNext(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("weights");
        EditRequest seeds = EditRequest.of(Task.GENERATE)
                .with("prompt", "a red ball on the grass")
                .with("steps", 1)
                .with("seed", "1,2");
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                PromptToPrompt p2p = new PromptToPrompt()) {
            channel.write(ByteBuffer.allocate(1), BYTES - 1);
            ByteBuffer decoder = channel.map(MapMode.READ_ONLY, 0, BYTES);
            MappedPages.add(decoder);
            List<Long> held = new ArrayList<>();
            p2p.run(seeds, (done, total, message) -> {
                if (message.equals("Decoded")) assertEquals(0, sum(decoder));
                if (message.matches("Step.*|Decoded")) held.add(mappedKilobytes());
                return true;
            });
            assertEquals(4, held.size());
            assertTrue(held.get(1) - held.get(2) > 70_000, held + " kB after step, decoding, step and decoding");
        }
    }

    /** Frees 240 MB in arrays of 8 MB, between which small ones stay, and returns what the process holds then. */
    private static void freeMuch(NDManager manager) {
        PyTorch.call(() -> {
            manager.ones(new Shape(7 << 20)).close(); // from now on arrays of up to 28 MB are kept
            List<NDArray> large = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                large.add(manager.ones(new Shape(2 << 20)));
                manager.ones(new Shape(1 << 12));
            }
            large.forEach(NDArray::close);
            return null;
        });
    }

    private static long sum(ByteBuffer bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.capacity(); i++) sum += bytes.get(i);
        return sum;
    }

    /** What of files lies in this process's memory. */
    private static long mappedKilobytes() {
        return kilobytes("RssFile");
    }

    /** What lies in it of the process's own. */
    private static long ownKilobytes() {
        return kilobytes("RssAnon");
    }

    private static long kilobytes(String what) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(what))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
