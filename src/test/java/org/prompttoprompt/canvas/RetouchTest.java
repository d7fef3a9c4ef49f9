package org.prompttoprompt.canvas;

import static org.junit.jupiter.api.Assertions.*;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.Note;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.DeviceMemory;
import org.prompttoprompt.ij.Origin;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** Pixels of every type go to the model as they are shown, and come back to their own type; outside of a region exactly. */
class RetouchTest {
    private static final int MODEL = 64;

    static EditRequest request() {
        return EditRequest.of(Task.EDIT)
                .with("prompt", "a")
                .with("target", "b")
                .with("width", MODEL)
                .with("height", MODEL)
                .with("tau", 0.5);
    }

    /** An image of smooth hills with some noise, of a type that {@link IJ#createImage} knows, or "Green" or "Fire". */
    static ImagePlus image(String type, int width, int height) {
        boolean lut = type.equals("Green") || type.equals("Fire");
        String made = lut ? "8-bit" : type.equals("composite") ? "16-bit composite-mode" : type;
        ImagePlus image =
                IJ.createImage("hills", made + " black", width, height, type.equals("composite") ? 2 : 1, 1, 1);
        Random random = new Random(3);
        for (int slice = 1; slice <= image.getStackSize(); slice++) {
            ImageProcessor pixels = image.getStack().getProcessor(slice);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double hill =
                            0.5 + 0.4 * Math.sin(x * 0.1 * slice) * Math.cos(y * 0.07) + 0.05 * random.nextDouble();
                    if (type.equals("RGB"))
                        pixels.set(x, y, new Color((float) hill, (float) (1 - hill), 0.3f).getRGB());
                    else if (pixels instanceof FloatProcessor) pixels.setf(x, y, (float) (hill - 0.5) * 7);
                    else pixels.set(x, y, (int) (hill * (pixels.getBitDepth() == 8 ? 255 : 4000)));
                }
            }
        }
        if (image instanceof CompositeImage composite) {
            composite.setChannelLut(LUT.createLutFromColor(Color.RED), 1);
            composite.setChannelLut(LUT.createLutFromColor(Color.GREEN), 2);
            for (int c = 1; c <= 2; c++) {
                composite.setC(c);
                composite.setDisplayRange(300, 3500);
            }
        } else if (type.equals("16-bit")) image.setDisplayRange(500, 3000);
        else if (type.equals("32-bit")) image.setDisplayRange(-2, 2.5);
        if (lut) image.setLut(type.equals("Green") ? LUT.createLutFromColor(Color.GREEN) : fire());
        image.getCalibration().pixelWidth = 0.25;
        image.getCalibration().setUnit("um");
        return image;
    }

    /** From black over red and yellow to white, as ImageJ's Fire. */
    private static LUT fire() {
        byte[][] rgb = new byte[3][256];
        for (int i = 0; i < 256; i++)
            for (int c = 0; c < 3; c++) rgb[c][i] = (byte) Math.max(0, Math.min(255, 3 * i - 255 * c));
        return new LUT(rgb[0], rgb[1], rgb[2]);
    }

    private static ImagePlus run(ImagePlus image, EditRequest request, UnaryOperator<int[]> edit) {
        return Retouch.of(image, request, Optional.empty())
                .run(new Inverting(request, edit))
                .orElseThrow();
    }

    private static float[] values(ImagePlus image, int slice) {
        ImageProcessor pixels = image.getStack().getProcessor(slice);
        float[] values = new float[pixels.getPixelCount()];
        for (int i = 0; i < values.length; i++)
            values[i] = image.getType() == ImagePlus.COLOR_RGB ? pixels.get(i) & 0xffffff : pixels.getf(i);
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"8-bit", "16-bit", "32-bit", "RGB", "composite", "Green", "Fire"})
    void outsideOfTheSelectionEveryPixelIsTheOriginals(String type) {
        ImagePlus image = image(type, 150, 110);
        image.setRoi(new OvalRoi(40, 30, 50, 40));
        ImagePlus result = run(image, request(), Inverting::negative);
        int channels = image.getNChannels();
        assertEquals(image.getBitDepth(), result.getBitDepth());
        assertEquals(channels, result.getNChannels());
        assertEquals(2, result.getNSlices());
        assertEquals(0.25, result.getCalibration().pixelWidth);
        assertEquals("µm", result.getCalibration().getUnit());
        if (type.equals("Green") || type.equals("Fire"))
            assertArrayEquals(
                    image.getProcessor().getLut().getBytes(),
                    result.getProcessor().getLut().getBytes());
        else if (channels == 1) assertEquals(image.getDisplayRangeMax(), result.getDisplayRangeMax());
        Roi roi = image.getRoi();
        for (int c = 1; c <= channels; c++) {
            float[] before = values(image, c);
            float[] after = values(result, channels + c);
            int changed = 0;
            for (int i = 0; i < before.length; i++) {
                boolean inside = roi.contains(i % 150, i / 150);
                if (!inside) assertEquals(before[i], after[i], type + " " + i);
                else if (before[i] != after[i]) changed++;
            }
            assertTrue(changed > 1200, type + " " + changed);
        }
    }

    /** What the model leaves as it is keeps every bit, though it was made smaller and larger again. */
    @ParameterizedTest
    @ValueSource(strings = {"8-bit", "16-bit", "32-bit", "RGB", "composite", "Green", "Fire"})
    void anEditThatChangesNothingChangesNoPixel(String type) {
        ImagePlus image = image(type, 150, 110);
        ImagePlus result = run(image, request(), argb -> argb);
        for (int c = 1; c <= image.getNChannels(); c++)
            assertArrayEquals(values(image, c), values(result, image.getNChannels() + c));
        assertFalse(
                Arrays.equals(values(image, 1), values(result, 1)), "the first slice is the model's, which is smaller");
    }

    /** White is the upper end of the display range, whatever the type. */
    @Test
    void coloursBecomeValuesOfTheDisplayRange() {
        UnaryOperator<int[]> white = argb -> {
            int[] all = new int[argb.length];
            Arrays.fill(all, -1);
            return all;
        };
        for (String type : List.of("8-bit", "16-bit", "32-bit", "composite", "Green")) {
            ImagePlus image = image(type, 100, 100);
            image.setRoi(20, 20, 60, 60);
            UnaryOperator<int[]> edit = white;
            if (type.equals("composite"))
                edit = argb -> Arrays.stream(argb).map(x -> 0xffffff00).toArray();
            if (type.equals("Green"))
                edit = argb -> Arrays.stream(argb).map(x -> 0xff00ff00).toArray();
            ImagePlus result = run(image, request(), edit);
            for (int c = 1; c <= image.getNChannels(); c++) {
                double most = image instanceof CompositeImage ? 3500 : image.getDisplayRangeMax();
                float value =
                        result.getStack().getProcessor(image.getNChannels() + c).getf(30, 50);
                assertEquals(most, value, (most + 2) / 200, type);
            }
        }
    }

    @Test
    void theModelSeesWhatIsShown() {
        ImagePlus image = image("16-bit", MODEL, MODEL);
        Inverting model = new Inverting(request(), argb -> argb);
        Retouch.of(image, request(), Optional.empty()).run(model);
        ImageProcessor shown = image.getProcessor().convertToRGB();
        for (int i = 0; i < MODEL * MODEL; i++)
            assertEquals(shown.get(i) & 255, model.seen.get(0)[i] & 255, 1.01, "display range");
        ImagePlus two = image("composite", MODEL, MODEL);
        Inverting other = new Inverting(request(), argb -> argb);
        Retouch.of(two, request(), Optional.empty()).run(other);
        ImageProcessor flat = two.flatten().getProcessor();
        for (int i = 0; i < MODEL * MODEL; i++) {
            assertEquals(flat.get(i) >> 16 & 255, other.seen.get(0)[i] >> 16 & 255, 1.01, "red");
            assertEquals(flat.get(i) >> 8 & 255, other.seen.get(0)[i] >> 8 & 255, 1.01, "green");
        }
    }

    @Test
    void oneChannelIsEditedAndTheOthersKept() {
        ImagePlus image = image("composite", 100, 80);
        ImagePlus result = run(image, request().with("channel", 2), Inverting::negative);
        assertArrayEquals(values(image, 1), values(result, 3));
        assertFalse(Arrays.equals(values(image, 2), values(result, 4)));
    }

    @Test
    void aLargeImageIsEditedInTheSelectionsBox() {
        ImagePlus image = image("16-bit", 1000, 900);
        image.setRoi(700, 500, 60, 40);
        Inverting model = new Inverting(request(), Inverting::negative);
        Retouch.of(image, request(), Optional.empty()).run(model);
        Rectangle box = Placement.around(new Rectangle(700, 500, 60, 40), new Rectangle(1000, 900), MODEL, MODEL);
        assertEquals(new Rectangle(685, 475, 90, 90), box);
        assertTrue(model.inputs.get(0).mask().isPresent());
        int centre = model.seen.get(0)[32 * MODEL + 32] & 255;
        double value = image.getProcessor().getf(730, 520);
        assertEquals((value - 500) / 2500 * 255, centre, 12);
        assertEquals(
                new Rectangle(0, 836, 64, 64),
                Placement.around(new Rectangle(0, 890, 10, 10), new Rectangle(1000, 900), MODEL, MODEL));
    }

    /** The edges of an image that is too narrow are mirrored, and what is drawn there is passed over. */
    @Test
    void theAspectIsKept() {
        ImagePlus image = image("8-bit", 120, 40);
        Inverting model = new Inverting(request(), Inverting::negative);
        ImagePlus result =
                Retouch.of(image, request(), Optional.empty()).run(model).orElseThrow();
        assertEquals(120, result.getWidth());
        int[] seen = model.seen.get(0);
        Placement place = Placement.fit(new Rectangle(120, 40), MODEL, MODEL);
        assertEquals(new Rectangle(0, 21, 64, 21), place.inner());
        for (int x = 0; x < MODEL; x++) assertEquals(seen[21 * MODEL + x], seen[20 * MODEL + x], "mirrored");
        assertTrue(model.inputs.get(0).mask().isEmpty(), "what is mirrored is no mask: the model may find its own");
        Inverting cropped = new Inverting(request(), Inverting::negative);
        EditRequest crop = request().with("aspect", "crop");
        ImagePlus middle =
                Retouch.of(image, crop, Optional.empty()).run(cropped).orElseThrow();
        float[] before = values(image, 1);
        float[] after = values(middle, 2);
        for (int i = 0; i < before.length; i++)
            if (i % 120 < 40 || i % 120 >= 80) assertEquals(before[i], after[i], "outside of the middle");
        assertNotEquals(before[20 * 120 + 60], after[20 * 120 + 60]);
    }

    @Test
    void tilesCoverALargeImageWithoutASeam() {
        ImagePlus image = image("8-bit", 150, 100);
        EditRequest tile = request().with("aspect", "tile");
        Inverting model = new Inverting(tile, argb -> {
            int[] darker = argb.clone();
            for (int i = 0; i < darker.length; i++) darker[i] -= 0x404040 & (darker[i] >> 1);
            return darker;
        });
        ImagePlus same = Retouch.of(image, tile, Optional.empty())
                .run(new Inverting(tile, argb -> argb))
                .orElseThrow();
        assertArrayEquals(values(image, 1), values(same, 1), "the tiles together are the image");
        Retouch.of(image, tile, Optional.empty()).run(model);
        assertEquals(3 * 2, model.seen.size());
        image.setRoi(5, 5, 20, 20);
        Inverting one = new Inverting(tile, Inverting::negative);
        Retouch.of(image, tile, Optional.empty()).run(one);
        assertEquals(1, one.seen.size(), "tiles that the selection does not reach are not drawn");
    }

    @Test
    void eachSliceIsEditedByItself() {
        ImagePlus image = IJ.createImage("stack", "8-bit ramp", 80, 60, 3);
        image.getStack().setSliceLabel("second", 2);
        ImagePlus result = run(image, request().with("slices", "each"), Inverting::negative);
        assertEquals(3, result.getStackSize());
        assertEquals("second", result.getStack().getSliceLabel(2));
        for (int slice = 1; slice <= 3; slice++)
            assertFalse(Arrays.equals(values(image, slice), values(result, slice)));
        ImagePlus channels = IJ.createImage("channels", "16-bit composite-mode ramp", 80, 60, 2, 2, 1);
        for (int i = 1; i <= 4; i++) channels.getStack().setSliceLabel("label " + i, i);
        ImagePlus each = run(channels, request().with("slices", "each"), Inverting::negative);
        for (int i = 1; i <= 4; i++) assertEquals("label " + i, each.getStack().getSliceLabel(i), "each channel's own");
        image.setSlice(2);
        ImagePlus one = run(image, request(), Inverting::negative);
        assertEquals(2, one.getStackSize());
        assertEquals(2, Origin.in(Recipe.of(one)).orElseThrow().plane());
        String sweep = assertThrows(
                        IllegalArgumentException.class,
                        () -> run(image, request().with("slices", "each").with("tau", "0, 1"), Inverting::negative))
                .getMessage();
        assertTrue(sweep.contains("slices=each"), sweep);
    }

    /** The memory of a GPU may end in the midst of a stack: slices that are done are kept, and another fault is told as ever. */
    @Test
    void slicesBeforeTheEndOfAGpusMemoryAreKept() {
        ImagePlus image = IJ.createImage("stack", "8-bit ramp", 80, 60, 3);
        EditRequest each = request().with("slices", "each");
        Refusal memory = DeviceMemory.refusal(new RuntimeException("CUDA out of memory. Tried to allocate 2 GiB"));
        Retouch retouch = Retouch.of(image, each, Optional.empty());
        ImagePlus left = retouch.run(failingAt(2, memory)).orElseThrow();
        assertEquals(1, left.getStackSize());
        assertTrue(retouch.last().cancelled());
        String told = Note.in(retouch.last().report()).get(0);
        assertTrue(told.startsWith("Note: Stopped: 1 of 3 slices are done and kept. The memory of the GPU"), told);
        Retouch none = Retouch.of(image, each, Optional.empty());
        assertSame(memory, assertThrows(Refusal.class, () -> none.run(failingAt(1, memory))));
        Refusal other = new Refusal("of another kind");
        Retouch broken = Retouch.of(image, each, Optional.empty());
        assertSame(other, assertThrows(Refusal.class, () -> broken.run(failingAt(2, other))));
    }

    /** Draws, and refuses the slice of this number. */
    private static Retouch.Model failingAt(int slice, Refusal refusal) {
        Inverting model = new Inverting(request(), Inverting::negative);
        return (request, input, note) -> {
            if (note.startsWith("slice " + slice)) throw refusal;
            return model.draw(request, input, note);
        };
    }

    @Test
    void severalSelectionsHaveWordsOfTheirOwn() {
        ImagePlus image = image("RGB", 64, 64);
        Roi first = new Roi(4, 4, 16, 16);
        first.setName("a blue ball");
        Roi second = new Roi(40, 40, 16, 16);
        second.setName("0001-0048");
        Overlay overlay = new Overlay(first);
        overlay.add(second);
        EditRequest request = request()
                .with("prompt", "a red ball")
                .with("target", "a ball")
                .with("mask", "overlay")
                .with("feather", 0);
        String none = assertThrows(Refusal.class, () -> Retouch.of(image, request, Optional.empty()))
                .getMessage();
        assertTrue(none.contains("no selections in its overlay"), none);
        image.setOverlay(overlay);
        List<String> drawn = new ArrayList<>();
        Inverting model = new Inverting(request, Inverting::negative);
        Retouch retouch = Retouch.of(image, request, Optional.empty());
        ImagePlus result = retouch.run((one, input, note) -> {
                    drawn.add(one.get(Option.TARGET) + ": " + note);
                    return model.draw(one, input, note);
                })
                .orElseThrow();
        assertEquals(List.of("a blue ball: selection 1 of 2", "a ball: selection 2 of 2"), drawn);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                boolean inside = first.contains(x, y) || second.contains(x, y);
                int before = image.getProcessor().get(x, y);
                int after = result.getStack().getProcessor(2).get(x, y);
                assertEquals(inside, before != after, x + ", " + y);
            }
        }
        assertEquals(2, result.getOverlay().size(), "the selections travel with the result");
        String recipe = Recipe.of(result).text();
        assertTrue(recipe.contains("mask=overlay\n") && recipe.contains("target=a ball\n"), recipe);
        Overlay shown = retouch.preview(picture -> Optional.empty());
        assertEquals(6, shown.size(), "two regions, two frames, and the selections");
    }

    /** Else the model would meet it when the selections before are drawn. */
    @Test
    void aWordOfALaterSelectionIsRefusedBeforeTheFirstIsDrawn() {
        ImagePlus image = image("RGB", 64, 64);
        Overlay overlay = new Overlay();
        for (String name : new String[] {"a blue ball", "a xylophone"}) {
            Roi roi = new Roi(4 + 30 * overlay.size(), 4, 16, 16);
            roi.setName(name);
            overlay.add(roi);
        }
        image.setOverlay(overlay);
        EditRequest request = request().with("prompt", "a red ball").with("mask", "overlay");
        String told = assertThrows(Refusal.class, () -> Retouch.of(image, request, Optional.empty()))
                .getMessage();
        assertTrue(told.startsWith("target=a xylophone: ") && told.contains("does not know 'xylophone'"), told);
        overlay.get(1).setName("a blue (ball:1.2)");
        told = assertThrows(Refusal.class, () -> Retouch.of(image, request, Optional.empty()))
                .getMessage();
        assertTrue(told.contains("(ball:1.2)"), told);
        overlay.get(1).setName("a blue cube");
        for (String named : List.of("words=ball 2", "windows=ball 0.5")) {
            EditRequest weighted = request.with(named.split("=")[0], named.split("=")[1]);
            told = assertThrows(Refusal.class, () -> Retouch.of(image, weighted, Optional.empty()))
                    .getMessage();
            assertTrue(told.startsWith(named + ": ") && told.contains("ball"), told);
        }
        Retouch.of(image, request.with("words", "blue 2"), Optional.empty());
        Retouch.of(image, request.with("blend", "ball"), Optional.empty()); // it is in the source
        told = assertThrows(Refusal.class, () -> Retouch.of(image, request.with("blend", "dog"), Optional.empty()))
                .getMessage();
        assertTrue(told.startsWith("blend=dog: "), told);
    }

    @Test
    void whatIsNotANumberStaysSo() {
        ImagePlus image = image("32-bit", 90, 90);
        image.getProcessor().setf(40, 40, Float.NaN);
        image.getProcessor().setf(41, 40, Float.POSITIVE_INFINITY);
        ImagePlus result = run(image, request(), Inverting::negative);
        ImageProcessor after = result.getStack().getProcessor(2);
        assertTrue(Float.isNaN(after.getf(40, 40)));
        assertEquals(Float.POSITIVE_INFINITY, after.getf(41, 40));
        for (int i = 0; i < 90 * 90; i++)
            if (i != 40 * 90 + 40 && i != 40 * 90 + 41) assertTrue(Float.isFinite(after.getf(i)), "" + i);
    }

    @Test
    void theRecipeKnowsTheImageAndTheSelection() {
        ImagePlus image = image("16-bit", 100, 100);
        image.setRoi(new OvalRoi(20, 30, 40, 20));
        ImagePlus result = run(image, request(), Inverting::negative);
        Origin origin = Origin.in(Recipe.of(result)).orElseThrow();
        assertTrue(origin.is(image));
        assertEquals("hills", origin.title());
        assertEquals(
                image.getRoi().getBounds(), origin.selection().orElseThrow().getBounds());
        image.getProcessor().setf(3, 3, 7);
        assertFalse(origin.is(image), "another pixel");
        image.setDisplayRange(0, 4000);
        assertFalse(Origin.of(result, 1, Optional.empty()).is(image));
        assertEquals(List.of(), Recipe.of(result).unknownKeys());
    }
}
