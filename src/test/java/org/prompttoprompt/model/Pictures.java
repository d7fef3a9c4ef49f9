package org.prompttoprompt.model;

import ij.process.ColorSpaceConverter;
import java.awt.Color;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import net.imglib2.type.numeric.ARGBType;
import org.prompttoprompt.pipeline.Frame;

/** What the scoring rules of models/training/score.py see in a picture; width and height are equal. */
final class Pictures {
    static final List<String> NAMES =
            List.of("red", "green", "blue", "yellow", "orange", "purple", "pink", "turquoise");
    private static final float[][] RGB = {
        {.86f, .10f, .10f}, {.13f, .65f, .16f}, {.12f, .27f, .88f}, {.97f, .86f, .10f},
        {.98f, .52f, .06f}, {.55f, .14f, .74f}, {.98f, .50f, .72f}, {.10f, .78f, .76f}
    };
    private static final double LEAST_CHROMA = 28;
    private static final double LEAST_SHARE = .012;
    private static final ColorSpaceConverter LAB = new ColorSpaceConverter("D65");

    private Pictures() {}

    static int[] pixels(Frame frame) {
        return frame.image().update(null).getCurrentStorageArray();
    }

    /** The palette colour nearest in hue angle and lightness, -1 where unsaturated. */
    private static int[] colours(int[] argb) {
        double[][] palette = new double[RGB.length][];
        for (int c = 0; c < RGB.length; c++)
            palette[c] = LAB.RGBtoLAB(new Color(RGB[c][0], RGB[c][1], RGB[c][2]).getRGB());
        int[] nearest = new int[argb.length];
        for (int i = 0; i < argb.length; i++) {
            double[] lab = LAB.RGBtoLAB(argb[i]);
            nearest[i] = Math.hypot(lab[1], lab[2]) < LEAST_CHROMA ? -1 : nearest(lab, palette);
        }
        return nearest;
    }

    private static int nearest(double[] lab, double[][] palette) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int c = 0; c < palette.length; c++) {
            double turn = Math.atan2(lab[2], lab[1]) - Math.atan2(palette[c][2], palette[c][1]);
            double d = Math.abs(Math.IEEEremainder(turn, 2 * Math.PI)) + .012 * Math.abs(lab[0] - palette[c][0]);
            if (d < least) {
                least = d;
                best = c;
            }
        }
        return best;
    }

    /** The colour of most saturated pixels, or "none". */
    static String objectColour(int[] argb) {
        int[] count = new int[NAMES.size()];
        for (int c : colours(argb)) if (c >= 0) count[c]++;
        int best = 0;
        for (int c = 1; c < count.length; c++) if (count[c] > count[best]) best = c;
        return count[best] > LEAST_SHARE * argb.length ? NAMES.get(best) : "none";
    }

    /** The largest saturated region, 4-connected. */
    static BitSet blob(int[] argb) {
        int[] colours = colours(argb);
        int width = (int) Math.sqrt(argb.length);
        BitSet left = new BitSet();
        for (int i = 0; i < argb.length; i++) left.set(i, colours[i] >= 0);
        BitSet largest = new BitSet();
        while (!left.isEmpty()) {
            BitSet region = region(left, left.nextSetBit(0), width, argb.length);
            left.andNot(region);
            if (region.cardinality() > largest.cardinality()) largest = region;
        }
        return largest;
    }

    /** Returns the pixels that hang together with the one at {@code start}, 4-connected. */
    static BitSet region(BitSet pixels, int start, int width, int count) {
        BitSet left = (BitSet) pixels.clone();
        BitSet region = new BitSet();
        Deque<Integer> edge = new ArrayDeque<>(List.of(start));
        while (!edge.isEmpty()) {
            int i = edge.pop();
            if (!left.get(i)) continue;
            left.clear(i);
            region.set(i);
            if (i % width > 0) edge.push(i - 1);
            if (i % width < width - 1) edge.push(i + 1);
            if (i >= width) edge.push(i - width);
            if (i + width < count) edge.push(i + width);
        }
        return region;
    }

    static double iou(BitSet a, BitSet b) {
        BitSet both = (BitSet) a.clone();
        both.and(b);
        BitSet either = (BitSet) a.clone();
        either.or(b);
        return both.cardinality() / (double) Math.max(1, either.cardinality());
    }

    /** Mean absolute difference of the channels, 0 to 1, outside of both objects. */
    static double backgroundDifference(int[] a, int[] b) {
        BitSet objects = blob(a);
        objects.or(blob(b));
        double sum = 0;
        int n = 0;
        for (int i = 0; i < a.length; i++) {
            if (objects.get(i)) continue;
            sum += Math.abs(ARGBType.red(a[i]) - ARGBType.red(b[i]))
                    + Math.abs(ARGBType.green(a[i]) - ARGBType.green(b[i]))
                    + Math.abs(ARGBType.blue(a[i]) - ARGBType.blue(b[i]));
            n += 3;
        }
        return sum / n / 255;
    }

    /** Mean brightness, 0 to 1. */
    static double brightness(int[] argb) {
        double sum = 0;
        for (int p : argb) sum += ARGBType.red(p) + ARGBType.green(p) + ARGBType.blue(p);
        return sum / (3 * 255.0 * argb.length);
    }
}
