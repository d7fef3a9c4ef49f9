package org.prompttoprompt.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One word that somebody has chosen in the window, kept in a file of the cache; a setting of the same meaning goes before it.
 *
 * @param name of the file
 * @param what it keeps, as a sentence goes on: {@code the precision}
 * @param words that it may hold; the first is as if none was chosen
 * @param setting that goes before it, such as {@code precision}
 */
record KeptWord(String name, String what, List<String> words, String setting) {
    /** Returns the word; the first where there is none, or the file is damaged, which {@link #problem} tells. */
    String read() {
        try {
            return kept().orElse(words.get(0));
        } catch (IOException e) {
            return words.get(0);
        }
    }

    private Optional<String> kept() throws IOException {
        // Bytes that are no letters are no word either.
        String kept = new String(Files.readAllBytes(file()), StandardCharsets.UTF_8).strip();
        return words.stream().filter(kept::equals).findFirst();
    }

    private Path file() {
        return CacheFolder.toRead().resolve(name);
    }

    /** Returns that the file is damaged, with the cure; empty where it is not, or the setting goes before it. */
    Optional<String> problem() {
        if (EngineSetting.winning(setting).isPresent()) return Optional.empty();
        String how = "is damaged";
        try {
            if (kept().isPresent()) return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            how = "cannot be read (" + EngineChoice.unread(e) + ")";
        }
        return Optional.of(file() + ", which keeps " + what + " that was chosen, " + how
                + ". It is as if none was. Choose it again in Models... > Engine (models engine "
                + String.join(", or ", words) + ").");
    }

    /**
     * Keeps a word, from the next run on.
     *
     * @throws org.prompttoprompt.Refusal if the cache cannot be written
     */
    void write(String word) {
        CacheFolder.keep(name, word.getBytes(StandardCharsets.UTF_8));
    }
}
