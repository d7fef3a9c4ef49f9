package org.prompttoprompt.canvas;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import java.awt.Rectangle;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;

/** Where an image may change, and each refusal by its name. */
class RegionTest {
    private static final ImagePlus IMAGE = IJ.createImage("cells", "8-bit ramp", 100, 80, 1);

    private static String refusal(ImagePlus image, EditRequest request) {
        return assertThrows(Refusal.class, () -> Retouch.of(image, request, Optional.empty()))
                .getMessage();
    }

    private static String refusal(Roi roi) {
        ImagePlus image = IMAGE.duplicate();
        image.setTitle("cells");
        image.setRoi(roi);
        return refusal(image, RetouchTest.request());
    }

    @Test
    void theRimRisesInwardsAndIsZeroOutside() {
        Region region = Region.of(new Roi(20, 20, 21, 21), IMAGE);
        float[] weights = region.weights(4, 100, 80);
        assertEquals(1 / 5f, weights[0], 1e-6);
        assertEquals(2 / 5f, weights[21 + 1], 1e-6);
        assertEquals(1, weights[10 * 21 + 10]);
        float[] sharp = region.weights(0, 100, 80);
        for (float weight : sharp) assertEquals(1, weight);
    }

    @Test
    void theEdgesOfTheImageAreNoRim() {
        float[] weights = Region.of(new Roi(0, 0, 30, 80), IMAGE).weights(4, 100, 80);
        assertEquals(1, weights[0]);
        assertEquals(1 / 5f, weights[29], 1e-6);
        for (float weight : Region.of(new Rectangle(100, 80)).weights(10, 100, 80)) assertEquals(1, weight);
    }

    /** A line of one pixel beside a large area changes as much as the area's middle. */
    @Test
    void thinPartsSurvive() {
        ShapeRoi both = new ShapeRoi(new Roi(10, 10, 40, 40)).or(new ShapeRoi(new Roi(70, 10, 1, 60)));
        Region region = Region.of(both, IMAGE);
        float[] weights = region.weights(8, 100, 80);
        int w = region.bounds().width;
        assertEquals(1, weights[30 * w + 60], "the line");
        assertEquals(1, weights[20 * w + 20], "the middle");
        assertEquals(1 / 9f, weights[20 * w], 1e-6);
        Placement place = Placement.fit(new Rectangle(100, 80), 16, 16);
        float[] all = new float[100 * 80];
        for (int y = 10; y < 70; y++) all[y * 100 + 70] = 1;
        float[] small = place.largest(all);
        assertEquals(1, small[8 * 16 + 11], "a line of one pixel is seen at a sixth of the size");
    }

    @Test
    void theLargestAround() {
        java.util.Random random = new java.util.Random(5);
        for (int[] size : new int[][] {{7, 5, 2}, {1, 9, 3}, {6, 4, 20}, {12, 12, 1}}) {
            int w = size[0];
            int h = size[1];
            float[] values = new float[w * h];
            for (int i = 0; i < values.length; i++) values[i] = random.nextInt(20);
            float[] largest = Largest.around(values, w, size[2]);
            for (int i = 0; i < values.length; i++) {
                float expected = 0;
                for (int j = 0; j < values.length; j++) {
                    boolean near = Math.abs(i % w - j % w) <= size[2] && Math.abs(i / w - j / w) <= size[2];
                    if (near) expected = Math.max(expected, values[j]);
                }
                assertEquals(expected, largest[i]);
            }
        }
    }

    /** A hair on a large area, which is connected with it, changes as much as its middle. */
    @Test
    void thinPartsOfAThickOneSurvive() {
        ShapeRoi both = new ShapeRoi(new Roi(10, 10, 40, 40)).or(new ShapeRoi(new Roi(50, 30, 40, 1)));
        Region region = Region.of(both, IMAGE);
        float[] weights = region.weights(8, 100, 80);
        int w = region.bounds().width;
        assertEquals(1, weights[20 * w + 60], "the hair, away from the area");
        assertEquals(1, weights[20 * w + 20], "the middle");
        assertEquals(1 / 9f, weights[10 * w], 1e-6, "the rim of the area");
    }

    @Test
    void selectionsThatAreNoAreaAreRefused() {
        assertTrue(refusal(new PointRoi(3, 3)).contains("has no area"));
        assertTrue(refusal(new Roi(300, 10, 20, 20)).contains("lies outside"));
        ShapeRoi none = new ShapeRoi(new Roi(1, 1, 5, 5)).and(new ShapeRoi(new Roi(50, 50, 5, 5)));
        String empty = assertThrows(Refusal.class, () -> Region.of(none, IMAGE)).getMessage();
        assertTrue(empty.contains("is empty"), empty);
        ImagePlus image = IMAGE.duplicate();
        image.setRoi(new Line(5, 5, 60, 60));
        assertTrue(Region.of(image.getRoi(), image).bounds().width > 40);
        image.setRoi(new OvalRoi(90, 70, 40, 40));
        assertEquals(
                new Rectangle(90, 70, 10, 10), Region.of(image.getRoi(), image).bounds(), "cut at the image");
    }

    @Test
    void masksOfOtherImages() {
        ImagePlus labels = IJ.createImage("labels", "16-bit black", 100, 80, 1);
        labels.getProcessor().setValue(3);
        labels.getProcessor().fill(new Roi(10, 20, 30, 10));
        labels.getProcessor().setValue(2);
        labels.getProcessor().fill(new Roi(60, 20, 5, 5));
        assertEquals(
                new Rectangle(10, 20, 55, 10),
                Region.of(labels, Double.NaN, IMAGE).bounds());
        assertEquals(new Rectangle(60, 20, 5, 5), Region.of(labels, 2, IMAGE).bounds());
        EditRequest masked = RetouchTest.request().with("mask", "labels#9");
        assertTrue(refusal(IMAGE, masked).contains("no open image"));
        assertTrue(assertThrows(Refusal.class, () -> Region.of(labels, 9, IMAGE))
                .getMessage()
                .contains("value 9"));
        ImagePlus black = IJ.createImage("black", "8-bit black", 100, 80, 1);
        String all = assertThrows(Refusal.class, () -> Retouch.of(IMAGE, RetouchTest.request(), Optional.of(black)))
                .getMessage();
        assertTrue(all.contains("all black"), all);
        ImagePlus small = IJ.createImage("small", "8-bit white", 50, 80, 1);
        String size = assertThrows(Refusal.class, () -> Retouch.of(IMAGE, RetouchTest.request(), Optional.of(small)))
                .getMessage();
        assertTrue(size.contains("50 x 80") && size.contains("100 x 80"), size);
        ImagePlus stack = IJ.createImage("stack", "8-bit white", 100, 80, 4);
        String slices = assertThrows(Refusal.class, () -> Retouch.of(IMAGE, RetouchTest.request(), Optional.of(stack)))
                .getMessage();
        assertTrue(slices.contains("has 4 slices"), slices);
    }

    @Test
    void imagesThatCannotBeEditedAreRefused() {
        ImagePlus palette = IMAGE.duplicate();
        byte[] random = new byte[256];
        new java.util.Random(1).nextBytes(random);
        palette.getProcessor().setLut(new ij.process.LUT(random, random.clone(), new byte[256]));
        palette.setTitle("palette");
        assertTrue(refusal(palette, RetouchTest.request()).contains("indexed colours"));
        ImagePlus flat = IJ.createImage("flat", "32-bit black", 50, 50, 1);
        flat.setDisplayRange(2, 2);
        assertTrue(refusal(flat, RetouchTest.request()).contains("display range"));
        assertTrue(refusal(IMAGE, RetouchTest.request().with("channel", 4)).contains("channel=4"));
        ImagePlus rgb = IJ.createImage("rgb", "RGB white", 50, 50, 1);
        assertTrue(refusal(rgb, RetouchTest.request().with("channel", 2)).contains("Make Composite"));
    }
}
