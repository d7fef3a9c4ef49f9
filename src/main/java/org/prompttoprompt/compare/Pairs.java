package org.prompttoprompt.compare;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;

/**
 * The pairs of two sets: images of the same name. What has no partner, another size or cannot be read is left out and named; so is a
 * pair whose images are the same to the pixel, such as sources, for nobody can choose.
 *
 * @param first the one set
 * @param second the other
 * @param source what both were made from; empty where it is not shown
 * @param names of the pairs
 * @param skipped what is left out, each with its reason
 */
record Pairs(ImageSet first, ImageSet second, Optional<ImageSet> source, List<String> names, List<String> skipped) {
    private static final int TOLD = 5;

    /**
     * Finds the pairs.
     *
     * @throws Refusal if stacks do not fit each other, or nothing is left
     */
    static Pairs of(ImageSet first, ImageSet second, Optional<ImageSet> source) {
        requireLikeStacks(first, second, "second");
        if (source.isPresent() && source.get().images().size() > 1) requireLikeStacks(first, source.get(), "source");
        List<String> names = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (String name : first.images().keySet()) {
            Optional<String> reason = second.images().containsKey(name)
                    ? reason(image(first, name), image(second, name))
                    : Optional.of("is not in " + second.given());
            if (reason.isEmpty()) names.add(name);
            else skipped.add(name + " " + reason.get());
        }
        for (String name : second.images().keySet())
            if (!first.images().containsKey(name)) skipped.add(name + " is not in " + first.given());
        if (!names.isEmpty()) return new Pairs(first, second, source, names, skipped);
        throw new Refusal("first=" + first.given() + " and second=" + second.given() + " have no pair to compare: "
                + told(skipped) + ". Give two stacks, or folders with images of the same names.");
    }

    private static void requireLikeStacks(ImageSet first, ImageSet other, String key) {
        if (!first.stack() || !other.stack()) return;
        int n = first.images().size();
        int m = other.images().size();
        if (n != m)
            throw new Refusal(key + "=" + other.given() + " has " + m + " slices and first=" + first.given() + " has "
                    + n + ": which belong together cannot be told. Give stacks of the same length.");
        ImagePlus a = image(first, first.images().keySet().iterator().next());
        ImagePlus b = image(other, other.images().keySet().iterator().next());
        if (a.getWidth() == b.getWidth() && a.getHeight() == b.getHeight()) return;
        throw new Refusal(key + "=" + other.given() + " has " + size(b) + " pixels and first=" + first.given() + " "
                + size(a) + ": their sizes would betray them. Bring both to one size, by Image > Scale...");
    }

    private static Optional<String> reason(ImagePlus a, ImagePlus b) {
        if (a == null || b == null) return Optional.of("cannot be read");
        if (a.getWidth() != b.getWidth() || a.getHeight() != b.getHeight())
            return Optional.of("has " + size(a) + " and " + size(b) + " pixels");
        boolean same = Arrays.equals(pixels(a), pixels(b));
        return same ? Optional.of("is the same in both") : Optional.empty();
    }

    private static int[] pixels(ImagePlus image) {
        return (int[]) image.getProcessor().convertToRGB().getPixels();
    }

    private static String size(ImagePlus image) {
        return image.getWidth() + " x " + image.getHeight();
    }

    private static ImagePlus image(ImageSet set, String name) {
        return set.images().get(name).get();
    }

    /** Returns the pair of a name. */
    Pair pair(String name) {
        Optional<ImagePlus> shown = source.map(ImageSet::images)
                .map(images -> images.size() == 1 ? images.values().iterator().next() : images.get(name))
                .map(Supplier::get);
        return new Pair(name, image(first, name), image(second, name), shown);
    }

    /** Returns what is left out in one sentence, or nothing. */
    String told() {
        return skipped.isEmpty() ? "" : skipped.size() + " left out: " + told(skipped) + ".";
    }

    private static String told(List<String> skipped) {
        String some = skipped.stream().limit(TOLD).collect(Collectors.joining("; "));
        return skipped.size() > TOLD ? some + "; and " + (skipped.size() - TOLD) + " more" : some;
    }
}
