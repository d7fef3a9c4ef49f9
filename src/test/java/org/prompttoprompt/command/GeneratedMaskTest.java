package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** Edits of generated images take a mask too: an image or a file, laid over the whole of theirs. */
class GeneratedMaskTest {
    private static final EditRequest SWAP = EditRequest.of(Task.SWAP)
            .with("prompt", "a red ball on the grass")
            .with("target", "a blue ball in the snow")
            .with("steps", 4);
    private static Context context;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        context = new Context();
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    /** A mask of four by four pixels: the left half. */
    private static String left() {
        ImagePlus mask = IJ.createImage("left", "8-bit black", 4, 4, 1);
        ImageProcessor pixels = mask.getProcessor();
        pixels.setValue(255);
        pixels.fill(new Roi(0, 0, 2, 4));
        String file = folder.resolve("left.tif").toString();
        IJ.saveAsTiff(mask, file);
        return file;
    }

    private static double change(ImagePlus result, int fromX, int toX) {
        ImageProcessor source = result.getStack().getProcessor(1);
        ImageProcessor edited = result.getStack().getProcessor(2);
        double sum = 0;
        for (int y = 0; y < 128; y++) {
            for (int x = fromX; x < toX; x++) {
                for (int c = 0; c < 24; c += 8)
                    sum += Math.abs((source.get(x, y) >> c & 255) - (edited.get(x, y) >> c & 255));
            }
        }
        return sum / 3 / 128 / (toX - fromX);
    }

    @Test
    void whatIsOutsideOfAFileStays() throws Exception {
        ImagePlus result = (ImagePlus) context.service(CommandService.class)
                .run(
                        WordSwap.class,
                        true,
                        "prompt",
                        SWAP.get(org.prompttoprompt.request.Option.PROMPT),
                        "target",
                        SWAP.get(org.prompttoprompt.request.Option.TARGET),
                        "steps",
                        "4",
                        "mask",
                        left())
                .get()
                .getOutput("image");
        double inside = change(result, 0, 48);
        double outside = change(result, 96, 128);
        // The latents outside are the source's; the decoder, which looks at all of them, lets a level through.
        assertTrue(inside > 10 && outside < 1.5, inside + " levels inside, " + outside + " outside");
        ImagePlus free = (ImagePlus) context.service(P2PService.class).run(SWAP);
        assertTrue(change(free, 96, 128) > 5, "without a mask that changes too");
    }

    @Test
    void aMaskThatIsNotThereIsRefused() {
        P2PService p2p = context.service(P2PService.class);
        String message = assertThrows(Refusal.class, () -> p2p.run(SWAP.with("mask", "nobody")))
                .getMessage();
        assertTrue(message.contains("mask=nobody"), message);
        try (PromptToPrompt facade = new PromptToPrompt()) {
            String given = assertThrows(Refusal.class, () -> facade.run(SWAP.with("mask", "left"), Progress.NONE))
                    .getMessage();
            assertTrue(given.contains("EditInput.within"), given);
        }
    }
}
