package org.prompttoprompt.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that is to be written when all is computed. Whether it can be is tried before: rights alone do not tell, for the system's
 * administrator has them everywhere, and a disk or a share may take nothing all the same.
 */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Tries to write a file, or where its folder is yet to be made, beside that; nothing is left or changed.
     *
     * @return why it cannot be written, as a sentence goes on after "because"; empty if it can be
     */
    public static Optional<String> problem(Path file) {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) return Optional.of("it is a folder");
        try {
            if (Files.exists(absolute)) {
                if (!Files.isRegularFile(absolute)) return Optional.of("it is no file");
                FileChannel.open(absolute, StandardOpenOption.WRITE).close();
            } else if (Files.isDirectory(folder)) {
                Files.delete(Files.createFile(absolute));
            } else {
                return problemBelow(folder);
            }
            return Optional.empty();
        } catch (FileAlreadyExistsException e) {
            return Optional.empty(); // another program has made it just now
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return Optional.of(reason(e));
        }
    }

    /** Returns why a folder, which need not be there yet, cannot be made or written into; empty if it can be. */
    public static Optional<String> problemBelow(Path folder) {
        Path there = LocalPath.nearest(folder);
        if (!Files.isDirectory(there)) return Optional.of(there + " is no folder");
        try {
            Files.delete(Files.createTempFile(there, ".prompt-to-prompt", ""));
            return Optional.empty();
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return Optional.of(there + " cannot be written into: " + reason(e));
        }
    }

    private static String reason(Exception e) {
        if (e instanceof FileSystemException f && f.getReason() != null) return f.getReason();
        return e instanceof AccessDeniedException ? "you have no right to" : "nothing can be written there";
    }
}
