package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.store.ModelStore;

/** Who draws with a model whose files are no longer those of its check sums is told so. */
class InstalledSumsTest {
    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        System.setProperty(InstalledModels.PROPERTY, folder.resolve("models").toString());
    }

    @AfterEach
    void close() {
        System.clearProperty(InstalledModels.PROPERTY);
    }

    private static String report(Option option, String named) {
        EditRequest request = EditRequest.of(Task.GENERATE)
                .with(Option.MODEL, Folders.MODELS.resolve("tiny-sd1"))
                .with(option, named)
                .with("prompt", "a cat")
                .with("steps", 1);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            return p2p.run(request, Progress.NONE).report();
        }
    }

    @Test
    void aModelThatHasChangedIsTold() throws IOException {
        Path model = Folders.copy(Folders.MODELS.resolve("tiny-sd1"), folder.resolve("tiny"));
        ModelStore store = new ModelStore();
        store.add(model.toString(), "mine");
        assertTrue(store.verify("mine", Progress.NONE).well());
        String before = report(Option.MODEL, "mine");
        assertFalse(before.contains("not as it was"), before);
        change(model.resolve(UNET));
        String after = report(Option.MODEL, "mine");
        assertTrue(
                after.contains("The model 'mine' is not as it was: its " + UNET
                        + " has another content than was noted. See: models verify mine, or in the Models window."),
                after);
        assertEquals(after, report(Option.MODEL, model.toString()), "by its path too");
        assertFalse(store.verify("mine", Progress.NONE).well(), "its sums tell it too");
    }

    /** No report tells it then, and it is the likely cause. */
    @Test
    void itIsToldOfARunThatEndsInNoNumbersToo() throws IOException {
        Path model = Folders.copy(Folders.MODELS.resolve("tiny-sd1"), folder.resolve("tiny"));
        new ModelStore().add(model.toString(), "mine");
        assertTrue(new ModelStore().verify("mine", Progress.NONE).well());
        var tensors = RawTensors.read(model.resolve(UNET));
        for (var tensor : tensors.values()) Arrays.fill(tensor.bytes(), (byte) 0x71); // 1.2e30
        RawTensors.write(tensors, model.resolve(UNET));
        String told =
                assertThrows(Refusal.class, () -> report(Option.MODEL, "mine")).getMessage();
        assertTrue(told.startsWith("The network's answer") && told.contains("float32, the widest there is: "), told);
        assertTrue(told.contains("anew if those give this too.\nThe model 'mine' is not as it was: its " + UNET), told);
    }

    @Test
    void aDownloadedOneCanBeMended() throws IOException {
        Path model = Folders.copy(Folders.MODELS.resolve("tiny-sd1"), folder.resolve("models/own"));
        String note = "{\"source\":\"a/b\",\"files\":{\"" + UNET + "\":{\"size\":1,\"sum\":\"sha256:" + "0".repeat(64)
                + "\"}}}";
        Files.writeString(model.resolve(InstalledModels.NOTE), note);
        String told = report(Option.MODEL, "own");
        assertTrue(told.contains("than was downloaded. Mend it: models repair own, or in the Models window."), told);
    }

    @Test
    void aLoraLikewise() throws IOException {
        Path lora = folder.resolve("ink.safetensors");
        Files.copy(Folders.MODELS.resolve("loras/kohya_conv_ranks.safetensors"), lora);
        ModelStore store = new ModelStore();
        store.add(lora.toString(), "ink");
        assertTrue(store.verify("ink", Progress.NONE).well());
        assertFalse(report(Option.LORA, "ink").contains("not as it was"));
        change(lora);
        assertTrue(report(Option.LORA, "ink").contains("The model 'ink' is not as it was: its ink.safetensors has"));
    }

    /** The last mantissa bit of one number. */
    private static void change(Path weights) throws IOException {
        var tensors = RawTensors.read(weights);
        byte[] bytes = tensors.values().iterator().next().bytes();
        bytes[0] ^= 1;
        RawTensors.write(tensors, weights);
    }
}
