package org.prompttoprompt.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A table to which rows are added, by one run after another. Nothing is written into it before its rows are found to be the caller's. */
public final class GrownTable {
    private final Path file;
    private final String head;
    private final String text;

    /**
     * Reads it.
     *
     * @param head its first line, with the line's end
     * @throws java.nio.charset.CharacterCodingException if the file is no text
     */
    public GrownTable(Path file, String head) throws IOException {
        this.file = file;
        this.head = head;
        text = Files.exists(file) ? Files.readString(file) : "";
    }

    /** Returns its whole lines, the head among them; empty where it is new, or the disk had no room even for its head. */
    public Optional<String> lines() {
        return head.startsWith(text) ? Optional.empty() : Optional.of(text.substring(0, text.lastIndexOf('\n') + 1));
    }

    /** Makes it ready for more rows: with its head alone, or without a row that was cut short. On a full disk what is there stays. */
    public void begin() throws IOException {
        if (lines().isEmpty()) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, head);
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(lines().get().getBytes(StandardCharsets.UTF_8).length);
        }
    }
}
