package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;

/** Plain ImageJ in a real window: menu, dialog, Recorder and replay. Needs Xvfb. */
@Tag("window")
class GuiTest {
    private static final Path OUT = PlainImageJ.OUT;
    private static final long MOST_MILLIS_TO_QUIT = 5000;

    @Test
    void menuDialogRecorderAndReplay(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder)
                .drive(
                        GuiDriver.class,
                        "Word Swap...",
                        "a cat riding on a bicycle",
                        "a red ball on the grass",
                        "a cat riding on a car",
                        "a blue ball on the grass",
                        "0.5",
                        "0.2, 0.8",
                        "42",
                        "7",
                        "10",
                        "4");
        assertEquals(
                "run(\"Word Swap...\", \"prompt=[a red ball on the grass] target=[a blue ball on the grass] tau=[0.2, 0.8] "
                        + "seed=7 steps=4 defaults=1\");",
                Files.readString(OUT.resolve("gui-recorded.txt")));
        assertEquals("the same pixels", Files.readString(OUT.resolve("gui-replayed.txt")));
        try (Context context = new Context()) {
            ImagePlus expected = (ImagePlus) context.service(P2PService.class)
                    .run(EditRequest.of(Task.SWAP)
                            .with("prompt", "a red ball on the grass")
                            .with("target", "a blue ball on the grass")
                            .with("tau", "0.2, 0.8")
                            .with("seed", 7)
                            .with("steps", 4));
            EveryWayTest.assertSamePixels(
                    expected, IJ.openImage(OUT.resolve("gui-result.tif").toString()));
        }
    }

    @Test
    void quitWaitsForNoRun(@TempDir Path folder) throws Exception {
        new PlainImageJ(folder).drive(QuitDriver.class);
        long took = System.currentTimeMillis() - Long.parseLong(Files.readString(OUT.resolve("quit-at.txt")));
        assertTrue(took < MOST_MILLIS_TO_QUIT, "It took " + took + " ms to quit");
    }
}
