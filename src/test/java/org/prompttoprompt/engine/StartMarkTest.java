package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Starts that ended a process, in a cache that several computers share. */
class StartMarkTest {
    /** No process has so large a number. */
    private static final long NOBODY = 999_999_999_999L;

    @TempDir
    private Path folder;

    @RegisterExtension
    private final OwnCache own = new OwnCache(() -> folder);

    private List<String> marks() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void leave(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aStartOfThisComputerThatNeverEndedCountsOnce() throws IOException {
        assertFalse(StartMark.isLeft());
        leave(StartMark.name(ComputerName.host(), NOBODY), "NVIDIA GPU\n1");
        assertTrue(StartMark.isLeft());
        assertEquals(List.of(), marks());
        assertFalse(StartMark.isLeft());
        leave("engine-starting-" + NOBODY, "NVIDIA GPU");
        assertTrue(StartMark.isLeft(), "of a build before");
    }

    /** Its processes have numbers of their own: whether one of these runs there nobody knows here. */
    @Test
    void oneOfAnotherComputerIsLeftToIt() throws IOException {
        String other = StartMark.name("other-computer", NOBODY);
        leave(other, "NVIDIA GPU\n1");
        leave(StartMark.name(ComputerName.host() + "-2", NOBODY), "NVIDIA GPU\n1");
        assertFalse(StartMark.isLeft());
        assertTrue(marks().contains(other) && marks().size() == 2, marks().toString());
    }

    @Test
    void aStartThatGoesOnIsNone() throws IOException {
        StartMark mark = StartMark.set("NVIDIA GPU");
        assertEquals(
                List.of(StartMark.name(
                        ComputerName.host(), ProcessHandle.current().pid())),
                marks());
        assertFalse(StartMark.isLeft());
        mark.remove();
        assertEquals(List.of(), marks());
    }

    /** A computer that is started anew gives its numbers out once more. */
    @Test
    void theNumberOfAProcessThatBeganAtAnotherTimeIsAnothers() throws IOException {
        StartMark.set("NVIDIA GPU");
        Path file = folder.resolve(marks().get(0));
        long begun = Long.parseLong(Files.readString(file).replaceFirst("(?s).*\n", ""));
        Files.writeString(file, "NVIDIA GPU\n" + (begun + 5000));
        assertFalse(StartMark.isLeft(), "the clock was set anew");
        Files.writeString(file, "NVIDIA GPU\n" + (begun - 60_000));
        assertTrue(StartMark.isLeft());
    }

    @Test
    void namesOfComputersAreNamesOfFiles() {
        assertEquals("engine-starting-Anna_s_Mac-7", StartMark.name("Anna's Mac", 7));
        assertEquals("engine-starting-computer-7", StartMark.name("", 7));
        assertFalse(ComputerName.host().isBlank());
    }
}
