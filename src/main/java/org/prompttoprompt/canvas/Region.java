package org.prompttoprompt.canvas;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.filter.EDM;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import org.prompttoprompt.Refusal;

/**
 * Where an image may change.
 *
 * @param bounds within the image
 * @param inside a pixel for each of the bounds, not 0 inside
 */
record Region(Rectangle bounds, ByteProcessor inside) {
    /** Returns the whole of a box. */
    static Region of(Rectangle box) {
        ByteProcessor all = new ByteProcessor(box.width, box.height);
        all.setValue(255);
        all.fill();
        return new Region(box, all);
    }

    /**
     * Returns an area of a selection; a line is as wide as it is drawn.
     *
     * @throws Refusal if it is empty, outside of the image or a point
     */
    static Region of(Roi selection, ImagePlus image) {
        Roi area = selection;
        if (area.isLine()) area = Roi.convertLineToArea(area);
        if (area == null || !area.isArea())
            throw new Refusal("The selection on '" + image.getTitle() + "' is a " + selection.getTypeAsString()
                    + ", which has no area: draw a rectangle, an oval, a polygon, a freehand or a line selection.");
        Rectangle whole = area.getBounds();
        if (whole.isEmpty()) throw empty(image);
        Rectangle bounds = whole.intersection(new Rectangle(image.getWidth(), image.getHeight()));
        if (bounds.isEmpty())
            throw new Refusal(
                    "The selection on '" + image.getTitle() + "' lies outside of the image: move it into it.");
        ImageProcessor mask = area.getMask();
        ByteProcessor inside = of(bounds).inside;
        if (mask != null) {
            int n = 0;
            for (int y = 0; y < bounds.height; y++) {
                for (int x = 0; x < bounds.width; x++) {
                    int value = mask.get(bounds.x - whole.x + x, bounds.y - whole.y + y);
                    inside.set(x, y, value == 0 ? 0 : 255);
                    if (value != 0) n++;
                }
            }
            if (n == 0) throw empty(image);
        }
        return new Region(bounds, inside);
    }

    private static Refusal empty(ImagePlus image) {
        return new Refusal(
                "The selection on '" + image.getTitle() + "' is empty: draw one that has at least one pixel.");
    }

    /**
     * Returns the pixels of a mask or label image that are not black, or have the one value that is wanted.
     *
     * @param label the value wanted, NaN for any but 0
     * @throws Refusal if it has another size than the image, or no such pixel
     */
    static Region of(ImagePlus mask, double label, ImagePlus image) {
        if (mask.getWidth() != image.getWidth() || mask.getHeight() != image.getHeight())
            throw new Refusal("The mask '" + mask.getTitle() + "' is " + mask.getWidth() + " x " + mask.getHeight()
                    + " pixels and '" + image.getTitle() + "' " + image.getWidth() + " x " + image.getHeight()
                    + ": a mask has the size of the image; Image > Adjust > Size... makes it so.");
        ImageProcessor pixels = mask.getProcessor();
        boolean colours = mask.getType() == ImagePlus.COLOR_RGB;
        ByteProcessor inside = new ByteProcessor(mask.getWidth(), mask.getHeight());
        Rectangle bounds = new Rectangle();
        for (int y = 0; y < inside.getHeight(); y++) {
            for (int x = 0; x < inside.getWidth(); x++) {
                double value = colours ? pixels.get(x, y) & 0xffffff : pixels.getf(x, y);
                if (Double.isNaN(value) || (Double.isNaN(label) ? value == 0 : value != label)) continue;
                inside.set(x, y, 255);
                Rectangle pixel = new Rectangle(x, y, 1, 1);
                bounds = bounds.isEmpty() ? pixel : bounds.union(pixel);
            }
        }
        if (bounds.isEmpty())
            throw new Refusal("The mask '" + mask.getTitle() + "' "
                    + (Double.isNaN(label)
                            ? "is all black: paint white what may change."
                            : "has no pixel of the value " + (label == Math.rint(label) ? (long) label + "" : label)
                                    + ": give one that it has."));
        inside.setRoi(bounds);
        return new Region(bounds, (ByteProcessor) inside.crop());
    }

    /**
     * Returns how much of a change each pixel of the bounds takes: 0 outside, and 1 inside but for a rim, in which it rises over
     * so many pixels. Nothing outside changes. Where the region is thinner than its rim it rises faster, to 1 at its middle: a
     * pixel is compared with the deepest one nearby. The image's edges are no rim.
     *
     * @param feather pixels, 0 for a sharp rim
     */
    float[] weights(double feather, int imageWidth, int imageHeight) {
        float[] distance = distances(imageWidth, imageHeight);
        float[] deepest = feather > 0 ? Largest.around(distance, bounds.width, (int) Math.ceil(feather + 1)) : distance;
        float[] weights = new float[bounds.width * bounds.height];
        for (int i = 0; i < weights.length; i++) {
            double rim = Math.max(1, Math.min(feather + 1, deepest[i]));
            weights[i] = (float) Math.min(1, distance[i] / rim);
        }
        return weights;
    }

    /** Returns each pixel's distance from the nearest outside, 0 there; huge if there is none. */
    private float[] distances(int imageWidth, int imageHeight) {
        int w = bounds.width;
        int h = bounds.height;
        ByteProcessor wide = new ByteProcessor(w + 2, h + 2);
        for (int y = -1; y <= h; y++) {
            for (int x = -1; x <= w; x++) {
                int nearX = Math.max(0, Math.min(w - 1, x));
                int nearY = Math.max(0, Math.min(h - 1, y));
                boolean insideImage = bounds.x + x >= 0
                        && bounds.x + x < imageWidth
                        && bounds.y + y >= 0
                        && bounds.y + y < imageHeight;
                boolean outside = insideImage && (x != nearX || y != nearY);
                wide.set(x + 1, y + 1, outside ? 0 : inside.get(nearX, nearY));
            }
        }
        float[] all = (float[]) new EDM().makeFloatEDM(wide, 0, false).getPixels();
        float[] distance = new float[w * h];
        for (int i = 0; i < distance.length; i++) distance[i] = all[(i / w + 1) * (w + 2) + i % w + 1];
        return distance;
    }
}
