package org.prompttoprompt.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
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
                Optional<String> below = problemBelow(folder);
                if (below.isPresent()) return below;
                requireName(LocalPath.nearest(folder), absolute.getFileName());
            }
            return Optional.empty();
        } catch (FileAlreadyExistsException e) {
            return Optional.empty(); // another program has made it just now
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return Optional.of(why(absolute, e));
        }
    }

    /**
     * Returns why a folder, which need not be there yet, cannot be made or written into; empty if it can be. It is not made: what is
     * refused for another reason leaves nothing.
     */
    public static Optional<String> problemBelow(Path folder) {
        Path there = LocalPath.nearest(folder);
        if (!Files.isDirectory(there)) return Optional.of(there + " is a file and no folder");
        try {
            Files.delete(Files.createTempFile(there, ".prompt-to-prompt", ""));
            for (Path name : there.relativize(folder.toAbsolutePath())) requireName(there, name);
            return Optional.empty();
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return Optional.of(why(there.resolve("x"), e));
        }
    }

    /** A name that no file can have, such as one that is too long, is not even looked for. */
    private static void requireName(Path there, Path name) throws IOException {
        try {
            Files.readAttributes(there.resolve(name), BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            // It can be made.
        }
    }

    /**
     * Returns why a file could not be written, as a sentence goes on after "because".
     *
     * @param e what the system has answered; its own words are the last resort
     */
    public static String why(Path file, Exception e) {
        Path folder = file.toAbsolutePath().getParent();
        String said = String.valueOf(e.getMessage());
        if (said.matches("(?is).*(no space|not enough space|quota|disk full).*"))
            return "no room is left on the disk of " + folder;
        if (e instanceof ReadOnlyFileSystemException || said.matches("(?is).*read-only.*"))
            return "the disk of " + folder + " is there to be read only";
        if (said.matches("(?is).*file too large.*")) return "the system takes no file as large in " + folder;
        if (said.matches("(?is).*name too long.*")) return "its name is too long";
        if (folder != null && !Files.exists(folder)) return "there is no folder " + folder;
        if (folder != null && !Files.isDirectory(folder)) return folder + " is a file and no folder";
        if (e instanceof AccessDeniedException || said.matches("(?is).*(permission denied|not permitted|denied).*"))
            return "you have no right to write " + (Files.exists(file) ? "it" : "in " + folder);
        if (e instanceof NoSuchFileException) return "the system takes no files in " + folder;
        return e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : said;
    }
}
