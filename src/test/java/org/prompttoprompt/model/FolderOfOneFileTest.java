package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** The folder of a LoRA is as good as the one file in it; a whole model where a LoRA is asked for is told to be one. */
class FolderOfOneFileTest {
    private static final Path LORA = Path.of("src/test/resources/golden/cases/tiny-sd1/lora_lcm.safetensors");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void copy() throws IOException {
        file = Files.copy(LORA, folder.resolve("lcm.safetensors"));
    }

    private static ModelSpec spec(Object lora) {
        return ModelSpec.of(EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("lora", lora));
    }

    @Test
    void theFolderStandsForTheFile() throws IOException {
        Files.writeString(folder.resolve("README.md"), "of no weights");
        assertEquals(List.of(file), spec(folder).others());
        Files.copy(LORA, folder.resolve("other.safetensors"));
        String told = assertThrows(Refusal.class, () -> spec(folder)).getMessage();
        assertTrue(
                told.startsWith("lora=" + folder + ": this is a folder, not of one .safetensors file alone, "), told);
    }

    /** A few-step LoRA's steps follow it through its folder. */
    @Test
    void itsHabitsAreThoseOfTheFile() {
        EditRequest request = EditRequest.of(Task.SWAP);
        assertEquals(Habits.ofRequest(request.with("lora", file)), Habits.ofRequest(request.with("lora", folder)));
        assertTrue(Habits.ofRequest(request.with("lora", folder)).isPresent());
    }

    @Test
    void aFolderOfAModelIsNoLora() {
        Path model = Path.of("src/test/resources/golden/models/tiny-sd1").toAbsolutePath();
        assertEquals(
                "lora=" + model + ": this is a whole model and no LoRA. Give it as model=" + model + ".",
                assertThrows(Refusal.class, () -> spec(model)).getMessage());
    }

    @Test
    void anEmbeddedModelIsNoLora() {
        assertEquals(
                "lora=mini: this is a whole model and no LoRA. Give it as model=mini.",
                assertThrows(Refusal.class, () -> spec("mini")).getMessage());
    }
}
