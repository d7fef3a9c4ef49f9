package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MappedPagesTest {
    private static final int BYTES = 80 << 20;
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

    private static long sum(ByteBuffer bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.capacity(); i++) sum += bytes.get(i);
        return sum;
    }

    /** What of files lies in this process's memory. */
    private static long mappedKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssFile"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
