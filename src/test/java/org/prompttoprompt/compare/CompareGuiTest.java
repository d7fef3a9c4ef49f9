package org.prompttoprompt.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.command.PlainImageJ;

/** The window of a comparison in a plain ImageJ, by its keys. */
@Tag("window")
class CompareGuiTest {
    @Test
    void keysAreVerdictsAndWhatIsLeftIsTakenUpAgain(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).withWindowManager().drive(CompareDriver.class);
        assertEquals(
                List.of(
                        "title Compare Edits: Pair 1 of 4",
                        "after two: Pair 3 of 4, rows 2",
                        "taken up: Pair 3 of 4",
                        "back: Pair 3 of 4",
                        "rows 5",
                        "first: true, true, true"),
                Files.readAllLines(PlainImageJ.OUT.resolve("compare-seen.txt")));
    }
}
