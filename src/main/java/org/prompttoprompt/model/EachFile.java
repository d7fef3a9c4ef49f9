package org.prompttoprompt.model;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** The files of a folder, with those that links lead to; a link to a folder above it leads no further. */
public final class EachFile {
    private EachFile() {}

    /**
     * Returns them, or the file itself; a link that leads nowhere is one of them.
     *
     * @throws IOException if one cannot be looked at
     */
    public static List<Path> below(Path place) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(
                place, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        files.add(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                        if (e instanceof java.nio.file.FileSystemLoopException) return FileVisitResult.CONTINUE;
                        throw e;
                    }
                });
        return files;
    }
}
