package org.prompttoprompt.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;

/** Files that are there whole or not at all: written beside their place, to the disk, and then moved into it. */
final class WholeFile {
    /** What ends the name of a file that is being written. */
    static final String PART = ".part";

    private WholeFile() {}

    /** The disk takes no more: the job ends, and can go on later. */
    static final class DiskRefusal extends Refusal {
        private static final long serialVersionUID = 1L;

        DiskRefusal(Path file, Throwable cause) {
            super(
                    file + " cannot be written (" + cause.getMessage()
                            + "): is the disk full, or write-protected? Make room and start again with the same table and"
                            + " folder; what is done is kept.",
                    cause);
        }
    }

    /** What can fail while it writes. */
    @FunctionalInterface
    interface Writing {
        void to(Path file) throws IOException;
    }

    static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    static void write(Path file, byte[] bytes) {
        write(file, part -> {
            try (FileChannel channel =
                    FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) channel.write(buffer);
                channel.force(true);
            }
        });
    }

    /**
     * Writes a file by a program that takes a path.
     *
     * @throws DiskRefusal if it fails
     */
    static void write(Path file, Writing writing) {
        Path part = file.resolveSibling(file.getFileName() + PART);
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(part);
            writing.to(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | Refusal e) {
            forget(part);
            throw new DiskRefusal(file, e.getCause() instanceof IOException cause ? cause : e);
        }
    }

    /** Puts a file that is there into another place, without a copy of its bytes where the disk can. */
    static void link(Path from, Path file) {
        // To rename a file to another name of itself does nothing, and would leave the first name behind.
        if (isLinked(from, file)) return;
        write(file, part -> {
            try {
                Files.createLink(part, from);
            } catch (UnsupportedOperationException | IOException e) {
                Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    private static boolean isLinked(Path from, Path file) {
        try {
            return Files.exists(file) && Files.isSameFile(from, file);
        } catch (IOException e) {
            return false;
        }
    }

    private static void forget(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // the next start tidies up
        }
    }

    /** Removes what an interrupted run was writing below a folder. */
    static void tidy(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path part :
                    files.filter(file -> file.toString().endsWith(PART)).toList()) Files.delete(part);
        } catch (IOException | UncheckedIOException e) {
            throw new DiskRefusal(folder, e);
        }
    }
}
