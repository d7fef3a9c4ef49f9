package org.prompttoprompt.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The vocabulary and the merges of CLIP's tokenizer; the merges come with the plugin. */
public final class ClipFiles {
    private ClipFiles() {}

    public static void copy(Path tokenizer) throws IOException {
        Files.copy(
                Path.of("src/test/resources/real-configs/clip-tokenizer/vocab.json"), tokenizer.resolve("vocab.json"));
        Files.copy(
                Path.of("src/main/resources/org/prompttoprompt/text/clip-merges.txt"), tokenizer.resolve("merges.txt"));
    }
}
