package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

    /** Whether it was given out in this process or lies in the cache of another; a folder that is only called so is none. */
    @Test
    void theirFoldersAreKnown() {
        assertTrue(EmbeddedModel.isAt(ModelFolder.of("mini")));
        assertTrue(EmbeddedModel.isAt(Path.of("/home/me/.prompt-to-prompt/models/cells-0123abcd")));
        assertFalse(EmbeddedModel.isAt(Path.of("/home/me/.prompt-to-prompt/models/cells-0123abcd/unet")));
        assertFalse(EmbeddedModel.isAt(Path.of("/home/me/models/mini")));
        assertFalse(EmbeddedModel.isAt(Path.of("cells-0123abcd")));
        assertFalse(EmbeddedModel.isAt(Path.of("/")));
    }
}
