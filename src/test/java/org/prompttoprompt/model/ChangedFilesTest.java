package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/** Files of every layout that change or vanish while they are loaded. */
class ChangedFilesTest {
    @TempDir
    private Path folder;

    /** Another file of the same size: the numbers of all tensors with the other sign. */
    private static byte[] negated(byte[] file) {
        byte[] other = file.clone();
        int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String text = new String(file, 8, header);
        int bytes = text.contains("\"F16\"") ? 2 : 4;
        for (int i = 8 + header + bytes - 1; i < other.length; i += bytes) other[i] ^= (byte) 0x80;
        return other;
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatChangesWhileItIsLoadedIsReadAnewAndOneThatVanishesIsTold(DiskLayout layout) throws IOException {
        Path weights = layout.copy(folder);
        EditRequest request = layout.request(weights);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            EditResult before = DiskLayout.run(p2p, request);
            assertArrayEquals(DiskLayout.pixels(before), DiskLayout.pixels(DiskLayout.run(p2p, request)));
            Path other = Files.write(folder.resolve("other"), negated(Files.readAllBytes(weights)));
            Files.move(other, weights, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            EditResult after = DiskLayout.run(p2p, request);
            assertFalse(Arrays.equals(DiskLayout.pixels(before), DiskLayout.pixels(after)), "the old weights drew");
            assertFalse(
                    before.request().get(layout.option).equals(after.request().get(layout.option)));
            Files.delete(weights);
            String told = DiskLayout.refusal(p2p, request);
            assertTrue(told.contains(layout.option.key() + "=") || told.contains("has no weights"), told);
            // What goes on to be there goes on to run.
            EditRequest tiny = request.with(layout.option, layout.option.defaultValue())
                    .with(Option.PROMPT, "a red car")
                    .with(Option.MODEL, Folders.MODELS.resolve("tiny-sd1"));
            assertEquals(1, DiskLayout.run(p2p, tiny).frames().size());
        }
    }
}
