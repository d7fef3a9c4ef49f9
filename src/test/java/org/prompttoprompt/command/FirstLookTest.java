package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands open can be seen: small images enlarged, windows side by side, the picture in front. Needs Xvfb and openbox. */
@Tag("window")
class FirstLookTest {
    @Test
    void resultsAreVisible(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).withWindowManager().drive(FirstLookDriver.class);
        assertEquals(
                List.of(
                        "sweep: active bicycle -> car, a cat riding on a bicycle",
                        "sweep: Similarity of bicycle -> car, a cat riding on a bicycle at 100",
                        "sweep: bicycle -> car, a cat riding on a bicycle at 300",
                        "metrics: active bicycle -> car, a cat riding on a bicycle",
                        "metrics: Similarity of bicycle -> car, a cat riding on a bicycle at 100",
                        "metrics: bicycle -> car, a cat riding on a bicycle at 300",
                        "montage: active Montage of a red ball -> a blue ball",
                        "montage: Similarity of a red ball -> a blue ball at 100",
                        "montage: a red ball -> a blue ball at 300",
                        "montage: Montage of a red ball -> a blue ball at 100",
                        "attention: active Where words act: a red ball on the grass at night",
                        "attention: Attention of a red ball on the grass at night at 300",
                        "attention: Where words act: a red ball on the grass at night at 100",
                        "selection: active a green field, a yellow star on the grass",
                        "selection: a green field at 300, selected 50",
                        "selection: a green field, a yellow star on the grass at 300, selected 50",
                        "small: active a red ball",
                        "small: a red ball at 300"),
                Files.readAllLines(PlainImageJ.OUT.resolve("look-seen.txt")));
    }

    @Test
    void aResultMayBeClosedAtOnce(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).drive(HastyDriver.class);
        String log = Files.readString(PlainImageJ.OUT.resolve("HastyDriver-log.txt"));
        assertFalse(log.contains("Exception"), log);
    }
}
