package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.prompttoprompt.Refusal;

/** A model that comes with the plugin is had by its name. */
class EmbeddedModelNamesTest {
    @SuppressWarnings("unused") // the source of the test below
    private static final java.util.List<String> NAMES = EmbeddedModel.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void eachIsThere(String name) {
        Path folder = ModelFolder.of(name);
        assertEquals(Path.of("models", name).toAbsolutePath().getFileName(), folder.getFileName());
        assertTrue(Files.exists(folder.resolve("unet/config.json")), folder.toString());
        assertEquals(name, EmbeddedModel.at(folder).orElseThrow());
    }

    @Test
    void noNameMeansTheFirst() {
        assertEquals(ModelFolder.of(EmbeddedModel.NAMES.get(0)), ModelFolder.of(" "));
        assertEquals("the embedded model", ModelFolder.title(ModelFolder.of("")));
    }

    @Test
    void anotherNameIsAFolder() {
        String message =
                assertThrows(Refusal.class, () -> ModelFolder.of("minni")).getMessage();
        assertTrue(message.contains("there is no such folder") && message.contains("mini"), message);
    }
}
