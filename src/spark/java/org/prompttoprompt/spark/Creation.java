package org.prompttoprompt.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Makes files. On a disk of this computer Java does it, for Hadoop without its native library starts a program, {@code chmod}, for each
 * file and folder, which takes longer than to write a small image.
 */
final class Creation {
    private Creation() {}

    /**
     * Returns what writes a file, whose folder is made.
     *
     * @param over whether one of this name is replaced
     * @throws IOException if it cannot be made
     */
    static OutputStream of(FileSystem files, Path file, boolean over) throws IOException {
        java.nio.file.Path place = onDisk(files, file);
        if (place == null) return files.create(file, over);
        Files.createDirectories(place.getParent());
        OpenOption how = over ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW;
        return Files.newOutputStream(place, how, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static java.nio.file.Path onDisk(FileSystem files, Path file) {
        if (files instanceof LocalFileSystem disk) return disk.pathToFile(file).toPath();
        if (files instanceof RawLocalFileSystem disk)
            return disk.pathToFile(file).toPath();
        return null;
    }
}
