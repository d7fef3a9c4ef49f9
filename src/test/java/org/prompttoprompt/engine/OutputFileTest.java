package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void whatCannotIsTold() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        refused("it is a folder", OutputFile.problem(folder));
        refused(file + " is no folder", OutputFile.problem(file.resolve("x.tif")));
        refused(file + " is no folder", OutputFile.problemBelow(file));
        refused("too long", OutputFile.problem(folder.resolve(LONG)));
        if (!Files.isDirectory(Path.of("/proc"))) return;
        refused("nothing can be written there", OutputFile.problem(Path.of("/proc/x.tif")));
        refused("/proc cannot be written into", OutputFile.problem(Path.of("/proc/no/such/x.tif")));
        refused("/proc cannot be written into", OutputFile.problemBelow(Path.of("/proc")));
        refused("it is no file", OutputFile.problem(Path.of("/dev/null")));
    }
}
