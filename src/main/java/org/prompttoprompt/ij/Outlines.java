package org.prompttoprompt.ij;

import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.FloatPolygon;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The edge of a labelled object, along the edges of its pixels.
 *
 * @param parts each a closed polygon x1, y1, x2, y2, ... in pixels from the image's upper left corner, the largest first; holes are
 *     no parts
 * @param area in pixels
 * @param box its left, top, width and height
 * @param holes whether something in it belongs to it not
 */
public record Outlines(List<double[]> parts, int area, List<Integer> box, boolean holes) {
    /** Traces an object, which has at least one pixel. */
    public static Outlines of(ShortProcessor labels, int label) {
        int width = labels.getWidth();
        ByteProcessor part = new ByteProcessor(width, labels.getHeight());
        int area = 0;
        int left = width;
        int right = 0;
        int top = labels.getHeight();
        int bottom = 0;
        for (int i = 0; i < labels.getPixelCount(); i++) {
            if (labels.get(i) != label) continue;
            part.set(i, 255);
            area++;
            left = Math.min(left, i % width);
            right = Math.max(right, i % width);
            top = Math.min(top, i / width);
            bottom = Math.max(bottom, i / width);
        }
        ByteProcessor filled = Holes.filled(part);
        boolean holes = false;
        for (int i = 0; i < part.getPixelCount(); i++) holes |= filled.get(i) != part.get(i);
        return new Outlines(traced(filled), area, List.of(left, top, right - left + 1, bottom - top + 1), holes);
    }

    private static List<double[]> traced(ByteProcessor filled) {
        filled.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
        Roi whole = new ThresholdToSelection().convert(filled);
        Roi[] rois = whole instanceof ShapeRoi shape ? shape.getRois() : new Roi[] {whole};
        List<double[]> parts = new ArrayList<>();
        for (Roi roi : rois) parts.add(corners(roi));
        parts.sort((a, b) -> Double.compare(surface(b), surface(a)));
        return parts;
    }

    private static double[] corners(Roi roi) {
        FloatPolygon polygon = roi.getFloatPolygon();
        double[] corners = new double[2 * polygon.npoints];
        for (int i = 0; i < polygon.npoints; i++) {
            corners[2 * i] = polygon.xpoints[i];
            corners[2 * i + 1] = polygon.ypoints[i];
        }
        return corners;
    }

    /** The shoelace formula. */
    private static double surface(double[] corners) {
        double sum = 0;
        int n = corners.length / 2;
        for (int i = 0; i < n; i++) {
            int next = (i + 1) % n;
            sum += corners[2 * i] * corners[2 * next + 1] - corners[2 * next] * corners[2 * i + 1];
        }
        return Math.abs(sum) / 2;
    }

    /** Returns its parts, if these say all of it. */
    public Optional<List<double[]>> polygons() {
        return holes ? Optional.empty() : Optional.of(parts);
    }
}
