package org.prompttoprompt.ij;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.pipeline.Cost;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.MapSummary;
import org.prompttoprompt.pipeline.Provenance;
import org.prompttoprompt.request.Axis;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

class StacksTest {
    private static final EditRequest REQUEST =
            EditRequest.of(Task.SWAP).with("prompt", "a \"red\" [ball] \\ µ").with("target", "a blue ball");

    private static Frame frame(String label, boolean source, int argb) {
        int[] pixels = new int[6];
        java.util.Arrays.fill(pixels, argb);
        return new Frame(label, Map.of(), source, ArrayImgs.argbs(pixels, 3, 2));
    }

    private static EditResult result(List<Axis> axes, List<Frame> frames) {
        return new EditResult(
                REQUEST,
                new Provenance("mini", "abc123", "1", "2", "3", "cpu", 2, "float32", ""),
                axes,
                frames,
                "report",
                new Cost(0, 0),
                false,
                MapSummary.NONE,
                List.of(),
                java.util.Optional.empty());
    }

    private static Axis axis(String key, String... values) {
        EditRequest swept = EditRequest.of(Task.SWAP).with(key, String.join(",", values));
        return new Axis(Option.of(key), swept.sweptValues(Option.of(key)));
    }

    private static ImagePlus sweepOverTau() {
        List<Frame> frames = new ArrayList<>(List.of(frame("source", true, 0xff102030)));
        for (String tau : List.of("0.2", "0.3", "0.4")) frames.add(frame("tau=" + tau, false, 0xff405060));
        return Stacks.of(result(List.of(axis("tau", "0.2", "0.3", "0.4")), frames));
    }

    @Test
    void sweepIsALabelledCalibratedStackThatSurvivesTiff(@TempDir Path folder) {
        String file = folder.resolve("sweep.tif").toString();
        assertTrue(IJ.saveAsTiff(sweepOverTau(), file));
        ImagePlus image = IJ.openImage(file);
        assertEquals(4, image.getNSlices());
        assertEquals("source", image.getStack().getSliceLabel(1));
        assertEquals("tau=0.3", image.getStack().getSliceLabel(3));
        assertEquals(0.2, image.getCalibration().getZ(1), 1e-9);
        assertEquals(0.4, image.getCalibration().getZ(3), 1e-9);
        assertEquals("tau", image.getCalibration().getZUnit());
        assertEquals(0x405060, image.getStack().getProcessor(2).get(1, 1) & 0xffffff);
        assertEquals("abc123", image.getProp("p2p.modelhash"));
        assertEquals("a blue ball", image.getProp("p2p.target"));
        assertEquals(
                REQUEST.toText(), EditRequest.parse(image.getInfoProperty()).toText());
    }

    @Test
    void titleHoldsNothingThatAMacroCouldNotQuote() {
        assertEquals("a red ball µ -> a blue ball", sweepOverTau().getTitle());
    }

    @Test
    void twoAxesAreAHyperstack() {
        List<Frame> frames = new ArrayList<>();
        for (int seed : new int[] {7, 8}) {
            frames.add(frame("source seed=" + seed, true, 0));
            for (String tau : List.of("0", "0.5", "1")) frames.add(frame("tau=" + tau + " seed=" + seed, false, 0));
        }
        ImagePlus image = Stacks.of(result(List.of(axis("tau", "0", "0.5", "1"), axis("seed", "7", "8")), frames));
        assertArrayEquals(new int[] {3, 2, 1, 4, 2}, image.getDimensions());
        assertTrue(image.getOpenAsHyperStack());
        assertEquals("tau=0.5 seed=8", image.getStack().getSliceLabel(image.getStackIndex(1, 3, 2)));
    }

    /** The source of each value of a second axis is one frame: whoever draws into one slice must not meet it in the next. */
    @Test
    void everySliceHasPixelsOfItsOwn() {
        Frame source = frame("source", true, 0);
        List<Frame> frames =
                List.of(source, frame("weight=1 tau=0", false, 0), source, frame("weight=1 tau=1", false, 0));
        ImagePlus image = Stacks.of(result(List.of(), frames));
        image.getStack().getProcessor(1).set(0, 0, 0xffffff);
        assertEquals(0, image.getStack().getProcessor(3).get(0, 0) & 0xffffff);
        assertEquals(0, source.image().update(null).getCurrentStorageArray()[0]);
    }

    @Test
    void unevenSecondValuesHaveNoInterval() {
        List<Frame> frames = new ArrayList<>();
        for (int seed : new int[] {1, 2, 7}) {
            frames.add(frame("source seed=" + seed, true, 0));
            frames.add(frame("tau=0 seed=" + seed, false, 0));
        }
        ImagePlus image = Stacks.of(result(List.of(axis("tau", "0"), axis("seed", "1", "2", "7")), frames));
        assertEquals(0, image.getCalibration().frameInterval);
    }

    @Test
    void unevenValuesAndIntervalsStayUncalibrated() {
        List<Frame> frames = List.of(frame("tau=0", false, 0), frame("tau=0.2-0.8", false, 0));
        ImagePlus image = Stacks.of(result(List.of(axis("tau", "0", "0.2-0.8")), frames));
        assertEquals(1, image.getCalibration().pixelDepth);
    }
}
