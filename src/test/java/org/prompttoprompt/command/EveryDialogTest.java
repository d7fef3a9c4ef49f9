package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;

/** The dialogs of all commands fit on small screens, folded and unfolded. Needs Xvfb. Pictures of them are in target/. */
@Tag("window")
@Tag("slow")
class EveryDialogTest {
    /** They ask by a window of their own, or ask nothing. */
    private static final String[] OTHERS = {
        "Prompt Studio...", "Check My System...", "Save with Recipe...", "Run Again...", "Models...", "Make Dataset..."
    };

    @ParameterizedTest
    @CsvSource({"1366x768, 1", "1600x1000, 2"})
    void theyFit(String screen, String scale, @TempDir Path folder) throws Exception {
        new PlainImageJ(folder).withScreen(screen, scale).withWindowManager().drive(EveryDialogDriver.class, OTHERS);
        List<String> seen = Files.readAllLines(Path.of("target/every-dialog-seen.txt"));
        try (Context context = new Context()) {
            assertEquals(
                    MenuOrder.ofPlainImageJ(context).stream()
                            .filter(name ->
                                    name.endsWith("...") && !List.of(OTHERS).contains(name))
                            .toList(),
                    seen.stream()
                            .limit(seen.size() - 1)
                            .map(line -> line.substring(0, line.indexOf("...") + 3))
                            .toList());
        }
        assertTrue(seen.get(seen.size() - 1).startsWith("Prompt Studio"), seen.toString());
        for (String dialog : seen) assertFalse(dialog.matches(".*(OUTSIDE|CUT|SIDEWAYS|SMALL|ASIDE).*"), dialog);
        assertEquals(
                "Word Swap... Prompt; Edited prompt; Keep layout for tau (share of steps); Seed; Model;",
                seen.stream()
                        .filter(line -> line.startsWith("Word Swap..."))
                        .findFirst()
                        .orElse("")
                        .strip());
    }
}
