package org.prompttoprompt.ij;

import ij.plugin.filter.GaussianBlur;
import ij.process.AutoThresholder;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.pipeline.AttentionMaps;

/**
 * Objects of one kind, each with a number: Otsu's threshold of the image inside of the region in which their word acts, cut by
 * the watershed of the distance to the edge, or flooded from the places of a word that marks each of them once.
 */
public final class ObjectInstances {
    /** Standard deviation in pixels of the blur that takes noise away before the threshold. */
    private static final double BLUR = 1;
    /** Share of a word's strongest attention from which on a pixel may belong to its objects; maps are coarse and soft. */
    private static final double REGION = 0.2;
    /** Pixels below which a part is noise. */
    private static final int LEAST = 20;

    private static final int INSIDE = 255;

    private ObjectInstances() {}

    /**
     * Returns the numbered objects, 0 where there is none.
     *
     * @param image of the size of the maps' image
     * @param object the word whose objects are wanted
     * @param marker a word that marks each of them
     */
    public static ShortProcessor of(
            ImageProcessor image, NounPhrases.Thing object, Optional<NounPhrases.Thing> marker, AttentionMaps maps) {
        ByteProcessor inside = foreground(image, region(object, maps));
        if (marker.isPresent()) {
            ByteProcessor marks = foreground(image, region(marker.get(), maps));
            List<ByteProcessor> seeds = Instances.of(marks, LEAST / 2);
            if (!seeds.isEmpty()) return Flooding.of(inside, seeds);
        }
        return numbered(Instances.of(inside, LEAST), inside);
    }

    private static ShortProcessor numbered(List<ByteProcessor> parts, ByteProcessor inside) {
        // The watershed's lines, one pixel wide, go to the parts beside them.
        return parts.isEmpty() ? new ShortProcessor(inside.getWidth(), inside.getHeight()) : Flooding.of(inside, parts);
    }

    private static ByteProcessor region(NounPhrases.Thing thing, AttentionMaps maps) {
        FloatProcessor map = MapStacks.enlarged(thing.map(), maps);
        map.resetMinAndMax();
        ByteProcessor region = new ByteProcessor(map.getWidth(), map.getHeight());
        for (int i = 0; i < map.getPixelCount(); i++)
            if (map.getf(i) > 0 && map.getf(i) >= REGION * map.getMax()) region.set(i, INSIDE);
        return region;
    }

    /** Brighter than what surrounds the region, or darker if the region is; without holes. */
    private static ByteProcessor foreground(ImageProcessor image, ByteProcessor region) {
        ByteProcessor light = light(image);
        new GaussianBlur().blurGaussian(light, BLUR, BLUR, 0.01);
        int threshold = new AutoThresholder().getThreshold(AutoThresholder.Method.Otsu, light.getHistogram());
        boolean bright = mean(light, region, true) >= mean(light, region, false);
        ByteProcessor inside = new ByteProcessor(light.getWidth(), light.getHeight());
        for (int i = 0; i < light.getPixelCount(); i++) {
            boolean chosen = bright ? light.get(i) > threshold : light.get(i) <= threshold;
            if (chosen && region.get(i) != 0) inside.set(i, INSIDE);
        }
        return Holes.filled(inside);
    }

    /** Returns the strongest of red, green and blue: a stain has one colour. */
    private static ByteProcessor light(ImageProcessor image) {
        ImageProcessor colours = image.convertToRGB();
        ByteProcessor light = new ByteProcessor(image.getWidth(), image.getHeight());
        for (int i = 0; i < light.getPixelCount(); i++) {
            int argb = colours.get(i);
            light.set(i, Math.max(argb >> 16 & 255, Math.max(argb >> 8 & 255, argb & 255)));
        }
        return light;
    }

    private static double mean(ByteProcessor light, ByteProcessor region, boolean within) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < light.getPixelCount(); i++) {
            if (region.get(i) != 0 != within) continue;
            sum += light.get(i);
            n++;
        }
        return n == 0 ? 0 : sum / n;
    }
}
