package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.LutLoader;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.StackStatistics;
import java.awt.Color;
import java.util.List;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.request.Option;

/** Attention maps as ImageJ images of the drawn image's size, enlarged by linear interpolation. */
public final class MapStacks {
    private static final double OPACITY = 0.5;
    private static final int COLOURS = 256;
    private static final float GOLDEN_ANGLE = 0.381966f;

    private MapStacks() {}

    private static LUT fire() {
        return new LUT(LutLoader.getLut("fire"), 0, 255);
    }

    /** Returns colours that tell labels apart, 0 black: hues a golden angle from each other. */
    public static LUT labels() {
        byte[] red = new byte[COLOURS];
        byte[] green = new byte[COLOURS];
        byte[] blue = new byte[COLOURS];
        for (int i = 1; i < COLOURS; i++) {
            Color colour = Color.getHSBColor(i * GOLDEN_ANGLE, 0.8f, 1);
            red[i] = (byte) colour.getRed();
            green[i] = (byte) colour.getGreen();
            blue[i] = (byte) colour.getBlue();
        }
        return new LUT(red, green, blue);
    }

    /** Returns a map of the model's size at the image's size. */
    public static FloatProcessor enlarged(float[] map, int width, int height, AttentionMaps maps) {
        ImageProcessor small = new FloatProcessor(width, height, map);
        small.setInterpolationMethod(ImageProcessor.BILINEAR);
        long[] size = maps.image().image().dimensionsAsLongArray();
        return small.resize((int) size[0], (int) size[1]).convertToFloatProcessor();
    }

    public static FloatProcessor enlarged(float[] map, AttentionMaps maps) {
        return enlarged(map, maps.width(), maps.height(), maps);
    }

    /** Returns a 32-bit hyperstack: a channel per chosen word, a slice per group of layers, a frame per step or one. */
    public static ImagePlus hyperstack(AttentionMaps maps, List<Integer> words) {
        ImageStack stack = null;
        for (int frame = 0; frame < maps.frames().size(); frame++) {
            for (int layer = 0; layer < maps.layers().size(); layer++) {
                for (int word : words) {
                    FloatProcessor map =
                            enlarged(maps.frames().get(frame).get(layer).get(word), maps);
                    if (stack == null) stack = new ImageStack(map.getWidth(), map.getHeight());
                    String step = maps.frames().size() > 1 ? " step=" + (frame + 1) : "";
                    stack.addSlice(
                            maps.words().get(word) + " layers=" + maps.layers().get(layer) + step, map);
                }
            }
        }
        ImagePlus image = new ImagePlus("Attention of " + title(maps), stack);
        image.setDimensions(words.size(), maps.layers().size(), maps.frames().size());
        image.setOpenAsHyperStack(true);
        image.setLut(fire()); // brings a range of its own
        image.setDisplayRange(0, new StackStatistics(image).max);
        remember(image, maps);
        return image;
    }

    /** Returns a map's colours, to be laid over an image. */
    static ImageRoi heat(FloatProcessor map, double most) {
        map.setLut(fire()); // brings a range of its own
        map.setMinAndMax(0, most);
        ImageRoi heat = new ImageRoi(0, 0, map.convertToRGB());
        heat.setOpacity(OPACITY);
        return heat;
    }

    /** Returns the drawn image once per chosen word, its map over it. */
    public static ImagePlus overlay(AttentionMaps maps, List<Integer> words) {
        int[] argb = maps.image().image().update(null).getCurrentStorageArray();
        ImageStack stack = null;
        Overlay overlay = new Overlay();
        for (int word : words) {
            FloatProcessor map = enlarged(maps.heat(maps.frames().size() - 1, word), maps);
            ColorProcessor picture = new ColorProcessor(map.getWidth(), map.getHeight(), argb.clone());
            if (stack == null) stack = new ImageStack(map.getWidth(), map.getHeight());
            stack.addSlice(maps.words().get(word), picture);
            map.resetMinAndMax();
            ImageRoi heat = heat(map, map.getMax());
            heat.setName(maps.words().get(word));
            heat.setPosition(stack.getSize());
            overlay.add(heat);
        }
        ImagePlus image = new ImagePlus("Attention over " + title(maps), stack);
        image.setOverlay(overlay);
        remember(image, maps);
        return image;
    }

    /** Returns the drawn image, and once for each chosen word with its map over it, as one labelled picture. */
    public static ImagePlus montage(AttentionMaps maps, List<Integer> words) {
        ImagePlus over = overlay(maps, words);
        Overlay later = new Overlay();
        for (Roi heat : over.getOverlay()) {
            heat.setPosition(heat.getPosition() + 1);
            later.add(heat);
        }
        int[] argb = maps.image().image().update(null).getCurrentStorageArray();
        over.getStack().addSlice("image", new ColorProcessor(over.getWidth(), over.getHeight(), argb.clone()), 0);
        over.setStack(over.getStack());
        over.setOverlay(later);
        ImagePlus montage = Montage.enlarged(over);
        montage.setTitle("Where words act: " + title(maps));
        remember(montage, maps);
        return montage;
    }

    /** Returns the patterns of the self-attention, the strongest first, as a 32-bit stack. */
    public static ImagePlus components(AttentionMaps maps) {
        ImageStack stack = null;
        for (float[] pattern : maps.components()) {
            int width = maps.componentWidth();
            FloatProcessor map = enlarged(pattern, width, pattern.length / width, maps);
            if (stack == null) stack = new ImageStack(map.getWidth(), map.getHeight());
            stack.addSlice("component " + (stack.getSize() + 1), map);
        }
        ImagePlus image = new ImagePlus("Self-attention of " + title(maps), stack);
        remember(image, maps);
        return image;
    }

    public static String title(AttentionMaps maps) {
        return maps.request().get(Option.PROMPT).replaceAll("[\"'\\\\\\[\\]\\s]+", " ");
    }

    public static void remember(ImagePlus image, AttentionMaps maps) {
        image.setProperty("Info", maps.request().toText() + maps.provenance().toText());
    }
}
