package org.prompttoprompt.p2p;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.prompttoprompt.attention.Site;

/**
 * The proof of control: counts the maps and features that were replaced, layer by layer, compares them with the count that
 * the plan demands, and holds the {@link Proof} that they were used. A control that did not act is an error, not a bland image.
 */
public final class Tally {
    private final Map<String, Integer> replaced = new TreeMap<>();
    private final Map<String, Integer> demanded = new TreeMap<>();
    private Map<String, Integer> ofWholeSteps = Map.of();
    private final Set<String> layers = new TreeSet<>();
    private final Proof proof = new Proof();

    /** Returns what was looked at, beside what was counted. */
    public Proof proof() {
        return proof;
    }

    /** Counts one row's map or feature that was replaced. */
    void replaced(String layer) {
        replaced.merge(layer, 1, Integer::sum);
    }

    /** Counts what a step that is done had to replace: one map per row and place with an edit, two features (both halves of guidance). */
    public void demand(List<Variant> rows, int step, List<Site> sites, int passes) {
        if (!rows.isEmpty()) sites.forEach(site -> layers.add(site.name()));
        for (Variant row : rows) {
            for (Site site : sites) {
                if (row.edit(site, step) != Edit.NONE) demanded.merge(site.name(), 1, Integer::sum);
            }
            for (String layer : row.features(step)) demanded.merge(layer, passes, Integer::sum);
        }
        ofWholeSteps = Map.copyOf(replaced);
    }

    /** Forgets what was replaced in a step that came to no end, and fails as {@link #requireComplete} does. */
    public void requireCompleteToWholeStep() {
        replaced.clear();
        replaced.putAll(ofWholeSteps);
        requireComplete();
    }

    /** Returns how many maps and features of each layer were replaced. */
    public Map<String, Integer> counts() {
        return Map.copyOf(replaced);
    }

    /** Returns how many maps and features were replaced in all. */
    public int total() {
        return replaced.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Fails if what was replaced is not what had to be, or if nobody looked at a layer. */
    public void requireComplete() {
        if (!replaced.equals(demanded)) {
            throw new IllegalStateException(
                    "The control did not act as planned. Maps replaced: " + replaced + ", demanded: " + demanded);
        }
        Set<String> unseen = new TreeSet<>(layers);
        unseen.removeAll(proof.layers());
        demanded.keySet().stream()
                .filter(layer -> !proof.editedLayers().contains(layer))
                .forEach(unseen::add);
        if (!unseen.isEmpty()) {
            throw new IllegalStateException(
                    "The control cannot be proved to have acted as planned: nobody saw what was used in " + unseen);
        }
    }
}
