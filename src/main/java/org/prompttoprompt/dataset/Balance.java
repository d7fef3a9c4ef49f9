package org.prompttoprompt.dataset;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Evens out how often things are in a data set: of the training images no thing is in more than so many times as many as the rarest.
 * What goes is chosen by the hash of the image, not by its row; an image stays while it has a thing that is not in too many.
 *
 * @param most times as many images as the rarest, at least 1; 0 for any number
 */
record Balance(double most) {
    /** Returns those of the kept images that are too many, each with the reason. */
    Map<String, String> rejected(List<Entry> kept) {
        Map<String, String> reasons = new LinkedHashMap<>();
        if (most <= 0) return reasons;
        List<Entry> train = kept.stream()
                .filter(entry ->
                        entry.split().equals("train") && !entry.classes().isEmpty())
                .sorted(Comparator.comparing(Entry::hash).thenComparing(Entry::id))
                .toList();
        Map<String, Integer> images = new TreeMap<>();
        for (Entry entry : train) for (String thing : things(entry)) images.merge(thing, 1, Integer::sum);
        int rarest = images.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        int limit = (int) Math.ceil(most * rarest);
        for (Entry entry : train) {
            if (things(entry).stream().anyMatch(thing -> images.get(thing) <= limit)) continue;
            for (String thing : things(entry)) images.merge(thing, -1, Integer::sum);
            reasons.put(entry.id(), "too many of " + String.join(", ", things(entry)));
        }
        return reasons;
    }

    private static Set<String> things(Entry entry) {
        return new TreeSet<>(entry.classes());
    }
}
