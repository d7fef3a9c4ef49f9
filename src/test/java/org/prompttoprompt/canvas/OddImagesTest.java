package org.prompttoprompt.canvas;

import static org.junit.jupiter.api.Assertions.*;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
