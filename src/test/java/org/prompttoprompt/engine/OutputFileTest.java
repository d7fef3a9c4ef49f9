package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a file can be written is tried, and nothing is left of that; not even root writes below /proc or a name too long. */
class OutputFileTest {
    private static final String LONG = "n".repeat(300);

    @TempDir
    private Path folder;

    private List<String> left() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void refused(String why, Optional<String> problem) {
        assertTrue(problem.orElse("").contains(why), problem + " and not " + why);
    }

    @Test
    void whatCanBeWrittenIsLeftAsItWas() throws Exception {
        Path old = Files.writeString(folder.resolve("old.tif"), "mine");
        Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000));
        for (Path file : new Path[] {old, folder.resolve("new.tif"), folder.resolve("a/b/new.tif"), Path.of("new.tif")})
            assertEquals(Optional.empty(), OutputFile.problem(file), file.toString());
        assertEquals(Optional.empty(), OutputFile.problemBelow(folder.resolve("a/b")));
        assertEquals(List.of("old.tif"), left());
        assertEquals("mine", Files.readString(old));
        assertEquals(1_000_000, Files.getLastModifiedTime(old).toMillis());
        assertTrue(Files.notExists(Path.of("new.tif")));
    }

    /** What systems answer, which is often the file's name alone. */
    @Test
    void answersOfTheSystemAreToldInWords() throws Exception {
        Path file = folder.resolve("x.tif");
        String name = file.toString();
        assertEquals(
                "there is no folder " + folder.resolve("a"),
                OutputFile.why(folder.resolve("a/x"), new NoSuchFileException("x")));
        assertEquals("you have no right to write in " + folder, OutputFile.why(file, new AccessDeniedException(name)));
        for (String denied : List.of("Permission denied", "Operation not permitted", "Access is denied"))
            assertEquals("you have no right to write in " + folder, OutputFile.why(file, new IOException(denied)));
        for (Exception e : List.of(
                new FileSystemException(name, null, "Read-only file system"), new ReadOnlyFileSystemException()))
            assertEquals("the disk of " + folder + " is there to be read only", OutputFile.why(file, e));
        for (String full : List.of(
                "No space left on device", "There is not enough space on the disk", "Disk quota exceeded", "disk full"))
            assertEquals("no room is left on the disk of " + folder, OutputFile.why(file, new IOException(full)));
        assertEquals("the system takes no files in " + folder, OutputFile.why(file, new NoSuchFileException(name)));
        assertEquals(
                "the system takes no file as large in " + folder,
                OutputFile.why(file, new IOException("File too large")));
        assertEquals("Broken pipe", OutputFile.why(file, new FileSystemException(name, null, "Broken pipe")));
        Files.writeString(file, "mine");
        assertEquals("you have no right to write it", OutputFile.why(file, new AccessDeniedException(name)));
        assertEquals(
                file + " is a file and no folder",
                OutputFile.why(file.resolve("y"), new IOException("Not a directory")));
    }

    @Test
    void whatCannotIsTold() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        refused("it is a folder", OutputFile.problem(folder));
        refused(file + " is a file and no folder", OutputFile.problem(file.resolve("x.tif")));
        refused(file + " is a file and no folder", OutputFile.problemBelow(file));
        refused("its name is too long", OutputFile.problem(folder.resolve(LONG)));
        if (!Files.isDirectory(Path.of("/proc"))) return;
        refused("the system takes no files in /proc", OutputFile.problem(Path.of("/proc/x.tif")));
        refused("the system takes no files in /proc", OutputFile.problem(Path.of("/proc/no/such/x.tif")));
        refused("the system takes no files in /proc", OutputFile.problemBelow(Path.of("/proc")));
        refused("it is no file", OutputFile.problem(Path.of("/dev/null")));
    }
}
