package org.prompttoprompt.canvas;

import ij.ImagePlus;
import ij.gui.PointRoi;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Shown;
import org.prompttoprompt.image.SourceImage;

/**
 * The object at a clicked point: what is connected with it and has its colour, up to the image's edges (region growing, Adams
 * and Bischof 1994, with the distance to the mean of the 3 x 3 pixels that were clicked), with its holes filled. Where the pixels
 * and the point look at each other in the model's self-attention more than pixels do on average, the colour may differ more,
 * elsewhere less: by the root of the ratio, a half to one and a half.
 */
public final class Grown {
    /** What a pixel of the object may differ from those that were clicked, in levels of 255, root of the sum of squares. */
    public static final double TOLERANCE = 90;

    private static final double LEAST = 0.5, MOST = 1.5;

    private Grown() {}

    /** Tells how much each pixel of the latents and a place of a picture look at each other, 1 being the mean; none for nothing. */
    @FunctionalInterface
    public interface Attention {
        /** Tells nothing: colours alone decide. */
        Attention NONE = (picture, y, x) -> new float[0];

        /**
         * @param y the place as a share of the picture's height
         * @param x likewise
         */
        float[] of(SourceImage picture, double y, double x);
    }

    /**
     * Returns a mask of the image's size, white inside.
     *
     * @param width of the picture that the model sees
     * @param height likewise
     * @throws Refusal if a point lies outside of the image, or all of it would be the object
     */
    public static ImagePlus of(
            ImagePlus image, PointRoi points, double tolerance, int width, int height, Attention attention) {
        ImagePlus one = new ImagePlus(
                image.getTitle(), Shown.of(image.crop("whole-slice")).getProcessor());
        ImageProcessor pixels = one.getProcessor();
        ByteProcessor inside = new ByteProcessor(image.getWidth(), image.getHeight());
        for (Point point : points.getContainedPoints()) {
            requireInside(point, image);
            float[] factors = factors(one, point, width, height, attention);
            grow(pixels, point, i -> tolerance * factors[i], inside);
        }
        fillHoles(inside);
        int white = inside.getHistogram()[255];
        if (white == inside.getPixelCount())
            throw new Refusal("The object at the point on '" + image.getTitle()
                    + "' would be the whole image: give a smaller tolerance than " + tolerance
                    + ", or draw a selection.");
        return new ImagePlus("object", inside);
    }

    private static void requireInside(Point point, ImagePlus image) {
        if (point.x < 0 || point.y < 0 || point.x >= image.getWidth() || point.y >= image.getHeight())
            throw new Refusal("The point on '" + image.getTitle() + "' lies outside of the image: click into it.");
    }

    /** Returns by what the tolerance is multiplied at each pixel of the image. */
    private static float[] factors(ImagePlus image, Point point, int width, int height, Attention attention) {
        Rectangle box = new Rectangle(image.getWidth(), image.getHeight());
        Placement place = Placement.fit(box, width, height);
        float[] factors = new float[box.width * box.height];
        Arrays.fill(factors, 1);
        float[][] picture =
                new Painting(new ColourTones((ColorProcessor) image.getProcessor()), place, null, null).picture();
        double y = (place.inner().y + (point.y + 0.5) * place.inner().height / box.height) / height;
        double x = (place.inner().x + (point.x + 0.5) * place.inner().width / box.width) / width;
        float[] alike = attention.of(Painting.source(picture, width), y, x);
        if (alike.length == 0) return factors;
        int columns = (int) Math.round(Math.sqrt((double) alike.length * width / height));
        float[] at = place.toBox(Resample.of(alike, columns, alike.length / columns, width, height));
        for (int i = 0; i < at.length; i++) factors[i] = (float) Math.max(LEAST, Math.min(MOST, Math.sqrt(at[i])));
        return factors;
    }

    private static void grow(ImageProcessor pixels, Point start, IntToDoubleFunction tolerance, ByteProcessor inside) {
        int w = inside.getWidth();
        int h = inside.getHeight();
        double[] mean = new double[3];
        int n = 0;
        for (int y = Math.max(0, start.y - 1); y <= Math.min(h - 1, start.y + 1); y++) {
            for (int x = Math.max(0, start.x - 1); x <= Math.min(w - 1, start.x + 1); x++, n++)
                for (int c = 0; c < 3; c++) mean[c] += pixels.get(x, y) >> 16 - 8 * c & 255;
        }
        for (int c = 0; c < 3; c++) mean[c] /= n;
        ArrayDeque<Point> open = new ArrayDeque<>();
        inside.set(start.x, start.y, 255);
        open.add(start);
        while (!open.isEmpty()) {
            Point p = open.remove();
            for (int k = 0; k < 4; k++) {
                int x = p.x + (k == 0 ? 1 : k == 1 ? -1 : 0);
                int y = p.y + (k == 2 ? 1 : k == 3 ? -1 : 0);
                if (x < 0 || y < 0 || x >= w || y >= h || inside.get(x, y) != 0) continue;
                if (distance(pixels.get(x, y), mean) > tolerance.applyAsDouble(y * w + x)) continue;
                inside.set(x, y, 255);
                open.add(new Point(x, y));
            }
        }
    }

    private static double distance(int rgb, double[] mean) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            double d = (rgb >> 16 - 8 * c & 255) - mean[c];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }

    /** What is not connected with the rim of the image belongs to the object. */
    private static void fillHoles(ByteProcessor inside) {
        int w = inside.getWidth();
        int h = inside.getHeight();
        boolean[] outside = new boolean[w * h];
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < outside.length; i++) {
            boolean rim = i % w == 0 || i % w == w - 1 || i < w || i >= w * (h - 1);
            if (!rim || inside.get(i) != 0) continue;
            outside[i] = true;
            open.add(i);
        }
        while (!open.isEmpty()) {
            int i = open.remove();
            for (int j : new int[] {i % w > 0 ? i - 1 : -1, i % w < w - 1 ? i + 1 : -1, i - w, i + w}) {
                if (j < 0 || j >= outside.length || outside[j] || inside.get(j) != 0) continue;
                outside[j] = true;
                open.add(j);
            }
        }
        for (int i = 0; i < outside.length; i++) if (!outside[i]) inside.set(i, 255);
    }
}
