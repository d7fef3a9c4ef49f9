package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.text.ClipTokenizer;

/** A tokenizer is read once, and anew when its files have changed. */
class TokenizersTest {
    @RegisterExtension
    final TinyModelCopy model = new TinyModelCopy();

    @Test
    void readOnceUntilAFileChanges() throws IOException {
        Path folder = model.folder().resolve("tokenizer");
        ClipTokenizer first = Tokenizers.of(folder);
        assertSame(first, Tokenizers.of(folder));
        assertSame(first, new FolderLayout(model.folder()).tokenizer("tokenizer"), "the loader read it again");
        Path settings = folder.resolve("tokenizer_config.json");
        String text = Files.readString(settings);
        Files.writeString(settings, text + " ");
        ClipTokenizer second = Tokenizers.of(folder);
        assertNotSame(first, second);
        Files.delete(folder.resolve("merges.txt"));
        Refusal missing = assertThrows(Refusal.class, () -> Tokenizers.of(folder));
        assertTrue(missing.getMessage().contains("merges.txt"), missing.getMessage());
        assertSame(Tokenizers.standard("!"), Tokenizers.standard("!"));
        assertNotSame(Tokenizers.standard("!"), Tokenizers.standard("<|endoftext|>"));
    }

    /** A folder of another model under the same name in the end, as when a user moves folders. */
    @Test
    void anotherFolderIsAnotherTokenizer() throws IOException {
        Path folder = model.folder().resolve("tokenizer");
        ClipTokenizer first = Tokenizers.of(folder);
        Path other = model.folder().resolve("tokenizer_2");
        Files.move(folder, other);
        assertNotSame(first, Tokenizers.of(other));
        assertThrows(Refusal.class, () -> Tokenizers.of(folder));
    }
}
