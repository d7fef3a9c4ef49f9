package org.prompttoprompt.engine;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that whoever reads them finds whole at any moment, the old or the new. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Puts a file that is written in the place of another, if there is one. It is renamed: Java's moves that replace delete the old file
     * before, so that others find none for a moment, and for good where the process is killed then.
     *
     * @param fresh on the same disk
     * @throws IOException if it cannot be renamed
     */
    public static void replace(Path fresh, Path file) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
