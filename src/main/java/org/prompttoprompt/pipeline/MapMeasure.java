package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.metrics.Agreement;
import org.prompttoprompt.metrics.WordMask;
import org.prompttoprompt.p2p.AttentionViews;
import org.prompttoprompt.p2p.RegionMaps;
import org.prompttoprompt.p2p.WordRegion;
import org.prompttoprompt.request.EditValues;
import org.prompttoprompt.request.WordWeight;
import org.prompttoprompt.sweep.SweepPlan;
import org.prompttoprompt.text.ChangedWords;
import org.prompttoprompt.text.Tokens;

/**
 * Measures the attention of a finished walk: how far each image's shared words act where the source's do, and where the
 * changed words act. It reads the maps as they were used, edits included, near 16 x 16 as a local blend does.
 *
 * @param words what the edit changes
 * @param plan of the walk
 * @param sums of the store, [rows, 1, pixels, tokens] per place; its rows are those of the plan's last step
 */
record MapMeasure(ChangedWords words, SweepPlan plan, Map<Site, NDArray> sums) {
    /** Returns what the job's edit changes. */
    static ChangedWords words(Job job) {
        Set<Integer> reweighted = new HashSet<>();
        Tokens target = job.target();
        for (EditValues variant : job.settings().variants()) {
            for (WordWeight word : variant.weights()) reweighted.addAll(target.find(word.word()));
        }
        return ChangedWords.of(job.source(), target, job.alignment(), reweighted);
    }

    /** Returns each variant's {@link Agreement}, NaN where the prompts share no word. */
    List<Double> agreement() {
        List<SweepPlan.Row> last = plan.steps().get(plan.steps().size() - 1);
        double[] agreement = new double[plan.variants().size()];
        List<float[]> source =
                maps(0, words.shared().stream().map(ChangedWords.Shared::source).toList());
        List<List<Integer>> target =
                words.shared().stream().map(ChangedWords.Shared::target).toList();
        for (int r = 0; r < last.size(); r++) {
            double value = Agreement.of(source, maps(r + 1, target));
            for (int variant : last.get(r).variants()) agreement[variant] = value;
        }
        List<Double> values = new ArrayList<>();
        for (double value : agreement) values.add(value);
        return values;
    }

    private List<float[]> maps(int row, List<List<Integer>> wordTokens) {
        List<float[]> maps = new ArrayList<>();
        try (NDScope scope = new NDScope()) {
            NDArray average = new AttentionViews(sums, plan.steps().size()).average(row, this::reads);
            for (List<Integer> tokens : wordTokens) {
                NDArray map = average.get(":," + tokens.get(0));
                for (int token : tokens.subList(1, tokens.size())) map = map.add(average.get(":," + token));
                maps.add(map.toFloatArray());
            }
        }
        return maps;
    }

    /**
     * Returns where the changed words act: the union of their regions in the source and in every variant, so that all images
     * of a sweep are measured over the same pixels. Empty if no word is changed.
     */
    Optional<WordMask> mask() {
        if (words.isEmpty()) return Optional.empty();
        WordMask mask = region(0, words.source());
        for (int row = 1; row <= plan.steps().get(plan.steps().size() - 1).size(); row++) {
            mask = mask.or(region(row, words.target()));
        }
        return Optional.of(mask);
    }

    /** Other maps may have been kept besides. */
    private boolean reads(Site site) {
        return RegionMaps.of(List.copyOf(sums.keySet())).reads(site);
    }

    private WordMask region(int row, List<Integer> tokens) {
        Site site = sums.keySet().stream().filter(this::reads).findFirst().orElseThrow();
        try (NDScope scope = new NDScope()) {
            boolean[] inside = new WordRegion(tokens, WordRegion.THRESHOLD, true)
                    .of(sums, row, site.height(), site.width())
                    .toBooleanArray();
            return new WordMask(site.width(), site.height(), inside);
        }
    }
}
