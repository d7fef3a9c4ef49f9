package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.pipeline.PromptToPrompt;

/** Files of every layout whose download stopped half-way, before they are loaded or while they are. */
class HalfDownloadsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aHalfDownloadedFileIsCalledThat(DiskLayout layout) throws IOException {
        Path weights = layout.copy(folder);
        byte[] bytes = Files.readAllBytes(weights);
        for (int length : List.of(bytes.length - 1, bytes.length / 2, 12, 0)) {
            try (PromptToPrompt p2p = new PromptToPrompt()) {
                // Cut short in its place while it is loaded, and mapped.
                boolean loaded = length == bytes.length / 2;
                if (loaded) Files.write(weights, bytes);
                if (loaded) DiskLayout.run(p2p, layout.request(weights));
                Files.write(weights, Arrays.copyOf(bytes, length));
                String told = DiskLayout.refusal(p2p, layout.request(weights));
                boolean called = told.contains("stopped half-way") || told.contains("truncated");
                assertTrue(called && told.contains(weights.getFileName().toString()), told);
            }
        }
    }
}
