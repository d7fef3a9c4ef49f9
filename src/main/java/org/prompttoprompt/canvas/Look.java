package org.prompttoprompt.canvas;

import ij.ImagePlus;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;

/**
 * The part of an image that the model sees, to be looked at by people: with the image's own pixels, and nothing around it.
 *
 * @param planes of the image
 * @param plane that is seen
 * @param place of the part in the picture that the model sees
 */
public record Look(Planes planes, int plane, Placement place) {
    private static final int LEVELS = 255;

    /**
     * Returns the part as it is shown.
     *
     * @param largest side in pixels; a larger part is made smaller
     */
    public BufferedImage source(int largest) {
        return picture(planes.tones(plane), largest);
    }

    /** Returns the same part of a slice of another image of that size, from 0 on. */
    public BufferedImage of(ImagePlus other, int slice, int largest) {
        return picture(new Planes(other, planes.channel()).tones(slice), largest);
    }

    private BufferedImage picture(Tones tones, int largest) {
        Rectangle box = place.box();
        double scale = Math.min(1, (double) largest / Math.max(box.width, box.height));
        int width = Math.max(1, (int) Math.round(box.width * scale));
        int height = Math.max(1, (int) Math.round(box.height * scale));
        Placement whole = new Placement(box, width, height, new Rectangle(width, height));
        float[][] rgb = new Painting(tones, whole, null, null).picture();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int argb = level(rgb[0][i]) << 16 | level(rgb[1][i]) << 8 | level(rgb[2][i]);
            image.setRGB(i % width, i / width, argb);
        }
        return image;
    }

    private static int level(float share) {
        return Math.round(share * LEVELS);
    }

    /** What is left of a map of the model's picture without what lies around the part. */
    public record Part(float[] map, int width) {}

    /** Returns what a map of the model's picture, row after row, says of the part. */
    public Part part(float[] map, int width) {
        Rectangle inner = place.inner();
        int height = map.length / width;
        int left = inner.x * width / place.width();
        int top = inner.y * height / place.height();
        int right = Math.max(left + 1, (inner.x + inner.width) * width / place.width());
        int bottom = Math.max(top + 1, (inner.y + inner.height) * height / place.height());
        float[] part = new float[(right - left) * (bottom - top)];
        for (int y = top; y < bottom; y++)
            System.arraycopy(map, y * width + left, part, (y - top) * (right - left), right - left);
        return new Part(part, right - left);
    }
}
