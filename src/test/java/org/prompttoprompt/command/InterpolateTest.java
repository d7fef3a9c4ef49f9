package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.AVI_Reader;
import ij.plugin.filter.AVI_Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.InterpolationRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** The command: its film, what ImageJ saves of it, and what it says before. */
class InterpolateTest {
    private static final int MICROSECONDS = 1_000_000;

    @Test
    void theFilmIsSavedAtItsRate(@TempDir Path folder) throws Exception {
        try (Context context = new Context()) {
            ImagePlus film = (ImagePlus) context.service(CommandService.class)
                    .run(
                            Interpolate.class,
                            true,
                            "prompt",
                            "a red ball",
                            "target",
                            "a blue cube",
                            "frames",
                            "4",
                            "budget",
                            "6",
                            "steps",
                            "2",
                            "rate",
                            "8")
                    .get()
                    .getOutput("film");
            assertEquals(4, film.getNFrames());
            assertEquals(4, film.getStackSize());
            assertEquals(8, film.getCalibration().fps);
            assertEquals(.125, film.getCalibration().frameInterval);
            assertEquals("sec", film.getCalibration().getTimeUnit());
            assertEquals("mix=0", film.getStack().getSliceLabel(1));
            assertEquals("mix=1", film.getStack().getSliceLabel(4));
            assertTrue(Double.parseDouble(film.getProp("p2p.widest")) >= 1);
            assertTrue(Double.parseDouble(film.getProp("p2p.widest.even")) >= 1);
            assertEquals("2", film.getProp("p2p.steps"), "the recipe's own line");
            assertEquals(4, Recipe.of(film).request().numbers(Option.MIX).size());

            Path gif = folder.resolve("film.gif");
            IJ.saveAs(film, "gif", gif.toString());
            assertEquals(4, IJ.openImage(gif.toString()).getStackSize());
            Path avi = folder.resolve("film.avi");
            new AVI_Writer().writeImage(film, avi.toString(), AVI_Writer.NO_COMPRESSION, 0);
            // RIFF size AVI LIST size hdrl avih size, then the microseconds of a frame.
            ByteBuffer head = ByteBuffer.wrap(Files.readAllBytes(avi)).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(MICROSECONDS / 8, head.getInt(32));
            assertEquals(
                    4,
                    new AVI_Reader()
                            .makeStack(avi.toString(), 1, 4, false, false, false)
                            .getSize());
        }
    }

    @Test
    void theCostIsSaidAsItIsTyped() {
        try (Context context = new Context()) {
            Interpolate command = new Interpolate();
            command.setContext(context);
            assertEquals(
                    "8 frames from tau=1 to 0, of at most 10 images: at most 48 rows of the network.",
                    command.says(Map.of("by", "tau", "frames", "8", "budget", "10", "steps", "2", "guidance", "1")));
            assertTrue(command.says(Map.of("frames", "1")).contains("frames=1"));
            assertTrue(command.says(Map.of("target", "")).contains("target is empty"));
        }
    }

    @Test
    void scriptsHaveItToo() {
        try (Context context = new Context()) {
            P2PService p2p = context.service(P2PService.class);
            ImagePlus film = (ImagePlus) p2p.interpolate(new InterpolationRequest()
                    .with("by", "weight")
                    .with("prompt", "a fluffy ball")
                    .with("words", "fluffy")
                    .with("steps", 1)
                    .with("frames", 3)
                    .with("even", "no"));
            assertEquals("weight=-2", film.getStack().getSliceLabel(1));
            assertEquals("weight=2", film.getStack().getSliceLabel(3));
        }
    }
}
