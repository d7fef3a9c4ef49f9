package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.pipeline.Progress;

/** What is told before a download of how much is still to come. */
class ToComeTest {
    private static final Path MODELS = Path.of("models");

    @Test
    void inWords() {
        assertEquals(
                "22 MB to come, 35.00 GB free in models",
                new ToCome(22_000_000, 22_000_000, 22_000_000, 35_000_000_000L, MODELS, "").text());
        assertEquals(
                "20 MB of 22 MB left, 60 MB free in models, which is too little",
                new ToCome(20_000_000, 22_000_000, 20_000_000, 60_000_000, MODELS, "").text(),
                "the rest of the system needs 50 MB");
        assertEquals(
                "20 MB of 22 MB left, 70 MB free in models",
                new ToCome(20_000_000, 22_000_000, 20_000_000, 70_000_000, MODELS, "").text());
        assertFalse(new ToCome(20_000_000, 22_000_000, 20_000_000, 60_000_000, MODELS, "").canCome());
        assertTrue(new ToCome(20_000_000, 22_000_000, 20_000_000, 70_000_000, MODELS, "").canCome());
        assertEquals(
                "22 MB to come, to models",
                new ToCome(22_000_000, 22_000_000, 22_000_000, Long.MAX_VALUE, MODELS, "").text());
        assertEquals(
                "Its size is not told by the server, 70 MB free in models",
                new ToCome(0, -1, 0, 70_000_000, MODELS, "").text());
    }

    @Test
    void whatMayNotBeWrittenCannotComeWhateverTheRoom(@TempDir Path folder) throws Exception {
        ToCome sound = ToCome.into(folder.resolve("models"), 1, 1);
        assertTrue(sound.canCome() && sound.cure().isEmpty(), sound.text());
        assertFalse(Files.exists(folder.resolve("models")), "it was made");
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        ToCome denied = ToCome.into(file.resolve("models"), 1, 1);
        assertEquals(
                "1 B to come, to " + file + "/models, which cannot be written, because " + file
                        + " is a file and no folder",
                denied.text());
        assertFalse(denied.canCome());
        assertTrue(denied.cure().startsWith("Nothing can be written there"), denied.cure());
        assertTrue(new ToCome(2, 2, 2, 1, MODELS, "").cure().startsWith("Make room"));
    }

    private static String toCome(Offer offer, Path folder, String name) {
        return offer.toCome(folder, name).text();
    }

    /** It was given a name of its own, under which it goes on, and what has come counts under no other name. */
    @Test
    void aStoppedDownloadGoesOnUnderItsName(@TempDir Path folder) throws Exception {
        try (LocalServer server = new LocalServer()) {
            Map<String, byte[]> files = new LinkedHashMap<>(LocalHub.tiny());
            files.put("unet/diffusion_pytorch_model.safetensors", LocalHub.weights("w", 2_000_000));
            files.put("vae/diffusion_pytorch_model.safetensors", LocalHub.weights("w", 1_000_000));
            LocalHub.serve(server, "somebody/tiny", "mit", files);
            ModelStore store = new ModelStore(folder, Map.of("HF_ENDPOINT", server.uri() + "/"), Patience.USUAL);
            Offer offer = store.offer("somebody/tiny", "", true, "");
            assertEquals("tiny", offer.goingOn(folder).name());
            assertTrue(toCome(offer, folder, "tiny").startsWith("6 MB to come, "), toCome(offer, folder, "tiny"));
            Progress stopAtVae = (done, total, message) -> !message.endsWith("vae/diffusion_pytorch_model.safetensors");
            assertThrows(CancellationException.class, () -> store.download(offer, "mine", "mit", stopAtVae));
            assertEquals("mine", offer.goingOn(folder).name());
            assertTrue(toCome(offer, folder, "mine").matches("2 MB of 6 MB left, .*"), toCome(offer, folder, "mine"));
            assertTrue(toCome(offer, folder, "tiny").startsWith("6 MB to come, "), toCome(offer, folder, "tiny"));
        }
    }
}
