package org.prompttoprompt.dataset;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.prompttoprompt.ij.WordLabels;

/**
 * Numbered objects: 0 where there is none, 1 to n without gaps.
 *
 * @param pixels in 16 bits
 * @param classes what each of them is, from label 1 on
 */
public record LabelImage(ShortProcessor pixels, List<String> classes) {
    public LabelImage {
        classes = List.copyOf(classes);
    }

    /** Returns the label image of words, each a class. */
    public static LabelImage of(ImagePlus words) {
        List<String> names = new ArrayList<>();
        for (int label = 1; words.getProp(WordLabels.LABEL + label) != null; label++)
            names.add(words.getProp(WordLabels.LABEL + label));
        return numbered(words.getProcessor(), names);
    }

    /** Returns the objects of one class of an image whose numbers may have gaps. */
    public static LabelImage of(ImageProcessor numbers, String kind) {
        double most = numbers.getStats().max;
        List<String> names = new ArrayList<>();
        for (int label = 1; label <= most; label++) names.add(kind);
        return numbered(numbers, names);
    }

    private static LabelImage numbered(ImageProcessor numbers, List<String> names) {
        TreeSet<Integer> there = new TreeSet<>();
        for (int i = 0; i < numbers.getPixelCount(); i++) there.add((int) numbers.getf(i));
        there.remove(0);
        int[] number = new int[names.size() + 1];
        List<String> classes = new ArrayList<>();
        for (int label : there) {
            classes.add(names.get(label - 1));
            number[label] = classes.size();
        }
        ShortProcessor pixels = new ShortProcessor(numbers.getWidth(), numbers.getHeight());
        for (int i = 0; i < numbers.getPixelCount(); i++) pixels.set(i, number[(int) numbers.getf(i)]);
        return new LabelImage(pixels, classes);
    }

    /** Returns how many pixels each object has, from label 1 on. */
    public List<Integer> areas() {
        int[] area = new int[classes.size()];
        for (int i = 0; i < pixels.getPixelCount(); i++) if (pixels.get(i) > 0) area[pixels.get(i) - 1]++;
        List<Integer> areas = new ArrayList<>();
        for (int n : area) areas.add(n);
        return areas;
    }
}
