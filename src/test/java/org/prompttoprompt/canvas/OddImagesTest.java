package org.prompttoprompt.canvas;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import ij.VirtualStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Origin;
import org.prompttoprompt.request.EditRequest;

/** Images that are on the disk or too large, and what becomes of the image that is edited: nothing. */
class OddImagesTest {
    /** Slices that are made when they are asked for: a ramp that begins at their number. */
    private static ImagePlus virtual(int side, int slices) {
        VirtualStack stack = new VirtualStack(side, side, null, null) {
            @Override
            public int getSize() {
                return slices;
            }

            @Override
            public ImageProcessor getProcessor(int n) {
                ByteProcessor pixels = new ByteProcessor(side, side);
                for (int i = 0; i < side * side; i++) pixels.set(i, (i % side * 2 + 20 * n) % 250);
                return pixels;
            }

            @Override
            public String getSliceLabel(int n) {
                return "plane " + n;
            }
        };
        return new ImagePlus("virtual", stack);
    }

    private static ImagePlus run(ImagePlus image, EditRequest request) {
        return Retouch.of(image, request, Optional.empty())
                .run(new Inverting(request, Inverting::negative))
                .orElseThrow();
    }

    @Test
    void virtualStacksAreReadSliceBySlice() {
        ImagePlus image = virtual(64, 3);
        assertTrue(image.getStack().isVirtual());
        image.setSlice(2);
        image.setRoi(10, 10, 20, 20);
        ImagePlus one = run(image, RetouchTest.request().with("feather", 0));
        ImagePlus all = run(image, RetouchTest.request().with("feather", 0).with("slices", "each"));
        assertEquals(2, one.getStackSize());
        assertEquals(3, all.getStackSize());
        assertFalse(all.getStack().isVirtual());
        for (int n = 1; n <= 3; n++) {
            ImageProcessor before = image.getStack().getProcessor(n);
            ImageProcessor after = all.getStack().getProcessor(n);
            assertEquals(before.get(5, 5), after.get(5, 5), "outside, slice " + n);
            assertNotEquals(before.get(12, 20), after.get(12, 20), "inside, slice " + n);
        }
        assertEquals(
                all.getStack().getProcessor(2).get(12, 20),
                one.getStack().getProcessor(2).get(12, 20),
                "the slice in front alone is the same edit");
    }

    /** A result that cannot fit is refused before anything is computed. */
    /** Before the model draws, and while it does. */
    @Test
    void imagesThatAreClosedMeanwhileAreNamed() {
        ImagePlus closed = RetouchTest.image("8-bit", 64, 64);
        closed.flush();
        told(() -> Retouch.of(closed, RetouchTest.request(), Optional.empty()));
        for (String type : new String[] {"8-bit", "composite"}) {
            ImagePlus closing = RetouchTest.image(type, 64, 64);
            Inverting model = new Inverting(RetouchTest.request(), Inverting::negative);
            Retouch retouch = Retouch.of(closing, RetouchTest.request().with("channel", 1), Optional.empty());
            told(() -> retouch.run((request, input, note) -> {
                closing.flush();
                return model.draw(request, input, note);
            }));
        }
    }

    private static void told(Executable run) {
        String message = assertThrows(Refusal.class, run).getMessage();
        assertTrue(message.contains("'hills'") && message.contains("closed meanwhile"), message);
    }

    /** How many pictures of the model's size an edit draws at most. */
    @Test
    void picturesAreCountedBefore() {
        ImagePlus image = IJ.createImage("many", "8-bit ramp", 150, 100, 3);
        EditRequest one = RetouchTest.request();
        assertEquals(1, PictureCount.of(image, one));
        assertEquals(3, PictureCount.of(image, one.with("slices", "each")));
        assertEquals(
                3 * 3 * 2, PictureCount.of(image, one.with("slices", "each").with("aspect", "tile")));
        image.setRoi(10, 10, 20, 20);
        assertEquals(1, PictureCount.of(image, one.with("aspect", "tile")));
        assertEquals(6, PictureCount.of(image, one.with("aspect", "tile").with("mask", "all")));
        Overlay overlay = new Overlay(new Roi(5, 5, 10, 10));
        overlay.add(new Roi(50, 5, 10, 10));
        image.setOverlay(overlay);
        assertEquals(2, PictureCount.of(image, one.with("mask", "overlay")));
    }

    @Test
    void hugeImagesAreRefused() {
        ImagePlus image = virtual(4000, 4000);
        EditRequest each = RetouchTest.request().with("slices", "each");
        String message = assertThrows(Refusal.class, () -> Retouch.of(image, each, Optional.empty()))
                .getMessage();
        assertTrue(message.contains("'virtual' is huge") && message.contains("Memory & Threads"), message);
    }

    /** There is nothing to undo: the image keeps its pixels, its selection and its title, and a result is closed. */
    @Test
    void theImageItselfStaysAsItIs() {
        ImagePlus image = RetouchTest.image("16-bit", 80, 60);
        image.setRoi(10, 10, 30, 30);
        image.changes = false;
        Origin before = Origin.of(image, 1, Optional.empty());
        short[] pixels = ((short[]) image.getProcessor().getPixels()).clone();
        ImagePlus result = run(image, RetouchTest.request());
        assertNotSame(image, result);
        assertArrayEquals(pixels, (short[]) image.getProcessor().getPixels());
        assertTrue(before.is(image));
        assertFalse(image.changes);
        assertEquals("hills", image.getTitle());
        assertEquals(30, image.getRoi().getBounds().width);
    }
}
