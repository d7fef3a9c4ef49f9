package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** Files beside a model whose values are no numbers are told by their own key and name, before anything is drawn. */
class AddOnsWithoutNumbersTest {
    private static final Path MODELS =
            Path.of("src/test/resources/golden/models").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void aLora() throws Exception {
        refused(Option.LORA, "loras/kohya_conv_ranks.safetensors", "a cat");
    }

    @Test
    void aLearnedWord() throws Exception {
        refused(Option.EMBEDDINGS, "embeddings/three-vectors.safetensors", "a cat");
    }

    private void refused(Option option, String name, String prompt) throws Exception {
        byte[] bytes = Files.readAllBytes(MODELS.resolve(name));
        for (int i = 1; i <= 4; i++)
            bytes[bytes.length - i] = (byte) (i % 2 == 1 ? 0x7F : 0xC0); // NaN in both precisions
        Path file = Files.write(folder.resolve("broken.safetensors"), bytes);
        EditRequest request = EditRequest.of(Task.GENERATE)
                .with(Option.MODEL, MODELS.resolve("tiny-sd1"))
                .with("prompt", prompt)
                .with("steps", 1)
                .with(option, file);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            String message = assertThrows(Refusal.class, () -> p2p.run(request, Progress.NONE))
                    .getMessage();
            assertTrue(message.startsWith(option.key() + "=" + file), message);
            assertTrue(message.contains("no numbers (NaN or infinite)"), message);
        }
    }
}
