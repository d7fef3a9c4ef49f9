package org.prompttoprompt.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.model.InstalledModels;

/** What a data set tells of the licence of the model that drew it. */
class ModelLicenceTest {
    @TempDir
    private Path folder;

    private void card(String licence) throws IOException {
        Files.writeString(folder.resolve("README.md"), "---\nlicense: " + licence + "\n---\n");
    }

    @Test
    void theEmbeddedModelsAreThePlugins() throws IOException {
        String ours = Files.readString(Path.of("LICENSE"));
        assertEquals("BSD-2-Clause", EmbeddedModel.LICENCE);
        assertEquals(true, ours.contains("Redistribution and use in source and binary forms"));
        for (String model : List.of("", "mini", "cells")) assertEquals("BSD-2-Clause", ModelLicence.of(model));
    }

    @Test
    void aCardTellsItAsItIsNow() throws IOException {
        for (String part : List.of("unet", "vae", "text_encoder", "tokenizer", "scheduler"))
            Files.createDirectories(folder.resolve(part));
        String[] files = {"model_index.json", "unet/config.json"};
        Path tiny = Path.of("src/test/resources/golden/models/tiny-sd1");
        for (String file : files) Files.copy(tiny.resolve(file), folder.resolve(file));
        assertEquals(ModelLicence.UNTOLD, ModelLicence.of(folder.toString()));
        card("openrail++");
        assertEquals("openrail++", ModelLicence.of(folder.toString()));
        card("mit");
        assertEquals("mit", ModelLicence.of(folder.toString()), "a card that was mended counts in the same session");
        Path file = folder.resolve("one.safetensors");
        Files.copy(Path.of("src/test/resources/golden/models/single/nano-sd2-ldm.safetensors"), file);
        assertEquals("mit", ModelLicence.of(file.toString()), "the card beside a file");
    }

    /** What was downloaded here has its licence in the note, where the card tells none or another. */
    @Test
    void anInstallationNoteGoesBeforeTheCard() throws IOException {
        System.setProperty(InstalledModels.PROPERTY, folder.toString());
        try {
            Path own = Files.createDirectory(folder.resolve("mine"));
            Path file = Files.copy(
                    Path.of("src/test/resources/golden/models/single/nano-sd2-ldm.safetensors"),
                    own.resolve("one.safetensors"));
            Files.writeString(own.resolve("README.md"), "---\nlicense: mit\n---\n");
            Path note = own.resolve(InstalledModels.NOTE);
            Files.writeString(note, "{\"source\": \"a/b\", \"licence\": \"openrail++\"}");
            for (String named : List.of("mine", own.toString(), file.toString()))
                assertEquals("openrail++", ModelLicence.of(named), named);
            for (String silent : List.of(
                    "{}", "{\"licence\": \"\"}", "{\"licence\": \"unknown\"}", "{\"licence\": []}", "no note")) {
                Files.writeString(note, silent);
                assertEquals("mit", ModelLicence.of(own.toString()), silent);
            }
        } finally {
            System.clearProperty(InstalledModels.PROPERTY);
        }
    }

    @Test
    void whatIsNotThereTellsNothing() {
        assertEquals(ModelLicence.UNTOLD, ModelLicence.of(folder.resolve("none").toString()));
    }
}
