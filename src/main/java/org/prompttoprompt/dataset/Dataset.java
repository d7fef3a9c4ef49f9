package org.prompttoprompt.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finished images, and which of them are kept.
 *
 * @param entries all of them, in the order of their rows
 * @param reasons of the rejected ones, by id
 * @param failed rows of which nothing could be drawn, with the reason
 * @param twice rows that ask for what another row asks for, with that row
 * @param store of their files
 */
public record Dataset(
        List<Entry> entries,
        Map<String, String> reasons,
        Map<Integer, String> failed,
        Map<Integer, Integer> twice,
        Store store) {
    /** Returns the kept ones. */
    List<Entry> kept() {
        return entries.stream()
                .filter(entry -> !reasons.containsKey(entry.id()))
                .toList();
    }

    /** Returns the kept ones that have labels, or had, if there was something to label. */
    List<Entry> labelled() {
        return kept().stream().filter(Entry::labelled).toList();
    }

    /** Returns an entry of this id, which is there. */
    Entry entry(String id) {
        return entries.stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the kept edits, each with its source, whether that is kept or not. */
    Map<Entry, Entry> pairs() {
        Map<String, Entry> byId = new LinkedHashMap<>();
        for (Entry entry : entries) byId.put(entry.id(), entry);
        Map<Entry, Entry> pairs = new LinkedHashMap<>();
        for (Entry entry : kept())
            if (entry.role().equals(Entry.EDIT) && byId.containsKey(entry.source()))
                pairs.put(entry, byId.get(entry.source()));
        return pairs;
    }

    /** Returns the names of the kept images' classes, sorted. */
    List<String> classes() {
        return new ArrayList<>(counts().keySet());
    }

    /** Returns how many objects of each class the kept images have. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        for (Entry entry : kept()) for (String kind : entry.classes()) counts.merge(kind, 1, Integer::sum);
        return counts;
    }
}
