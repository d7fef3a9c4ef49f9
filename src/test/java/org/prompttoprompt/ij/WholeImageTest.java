package org.prompttoprompt.ij;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** A result that was cropped, scaled, flipped or rotated is not taken for whole; one that was saved, or lost slices, is. */
class WholeImageTest {
    private static final int SIDE = 32;

    /** A source and two edits, bright at the upper left. */
    private static ImagePlus result() {
        ImageStack stack = new ImageStack(SIDE, SIDE);
        for (String label : new String[] {"source", "tau=0.2", "tau=0.8"}) {
            int[] pixels = new int[SIDE * SIDE];
            for (int i = 0; i < pixels.length; i++)
                pixels[i] = 0x010101 * (255 - 4 * (i % SIDE) - 3 * (i / SIDE) - stack.getSize());
            stack.addSlice(label, new ColorProcessor(SIDE, SIDE, pixels));
        }
        ImagePlus image = new ImagePlus("swap", stack);
        image.setProperty(
                "Info",
                EditRequest.of(Task.SWAP)
                                .with("prompt", "a red ball")
                                .with("target", "a blue ball")
                                .with("tau", "0.2, 0.8")
                                .with("width", SIDE)
                                .with("height", SIDE)
                                .toText()
                        + WholeImage.line(stack));
        return image;
    }

    private static ImagePlus changed(UnaryOperator<ImageProcessor> change) {
        ImagePlus image = result();
        ImageStack changed = null;
        for (int slice = 1; slice <= image.getStackSize(); slice++) {
            ImageProcessor processor = change.apply(image.getStack().getProcessor(slice));
            if (changed == null) changed = new ImageStack(processor.getWidth(), processor.getHeight());
            changed.addSlice(image.getStack().getSliceLabel(slice), processor);
        }
        image.setStack(changed);
        return image;
    }

    @Test
    void aResultIsWholeAlsoAfterSavingAndWithFewerSlices(@TempDir Path folder) {
        WholeImage.require(result());
        assertEquals(2, new SweepTable(result()).table().size());
        Path file = folder.resolve("swap.tif");
        IJ.saveAsTiff(result(), file.toString());
        WholeImage.require(IJ.openImage(file.toString()));
        ImagePlus fewer = result();
        fewer.getStack().deleteSlice(2);
        WholeImage.require(fewer);
        fewer.getStack().deleteSlice(1); // what is left does not say how it looked
        WholeImage.require(fewer);
        WholeImage.require(changed(image -> image.convertToByte(false)));
        WholeImage.require(new ImagePlus("another", new ColorProcessor(5, 5)));
    }

    @Test
    void aChangedOneIsRefused() {
        Map<String, UnaryOperator<ImageProcessor>> changes = new LinkedHashMap<>();
        changes.put("is 16 x 16 pixels and was drawn as 32 x 32", image -> {
            image.setRoi(8, 8, 16, 16);
            return image.crop();
        });
        changes.put("is 64 x 64 pixels", image -> image.resize(64, 64));
        changes.put("was flipped", image -> {
            image.flipHorizontal();
            return image;
        });
        changes.put("rotated", ImageProcessor::rotateRight);
        changes.forEach((why, change) -> {
            ImagePlus image = changed(change);
            String message =
                    assertThrows(Refusal.class, () -> WholeImage.require(image)).getMessage();
            assertTrue(message.contains(why), message);
            assertEquals(
                    message,
                    assertThrows(Refusal.class, () -> new SweepTable(image)).getMessage());
        });
    }
}
