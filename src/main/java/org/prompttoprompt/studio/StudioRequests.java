package org.prompttoprompt.studio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.WordName;

/** The requests that make what stands in the Studio. */
record StudioRequests(StudioState state) {
    private static final String ALL_WEIGHTS = "-2:0.5:2";
    private static final int SEEDS = 8;
    private static final int NONE = -1;

    /** Returns the request for the one image. */
    EditRequest one() {
        return request(weights());
    }

    /**
     * Returns the request that varies what this edit is about: tau; for a re-weighting the weight of the chosen word, or of
     * the first that has one; without an edit the seed.
     *
     * @throws Refusal of an open image of which nothing is edited
     */
    EditRequest sweep(int chosen, String taus) {
        Task task = state.task();
        if (task == Task.GENERATE && state.image().isPresent())
            throw new Refusal("Nothing is edited yet: type over a word, or move its slider, and then sweep its tau.");
        if (task == Task.GENERATE) {
            long seed = state.source().seeds().get(0);
            return state.source().with(Option.SEED, seed + ":1:" + (seed + SEEDS - 1));
        }
        if (task != Task.REWEIGHT) return one().with(Option.TAU, taus);
        boolean weighed = chosen >= 0 && state.words().get(chosen).weight() != 1;
        int swept = weighed ? chosen : firstWeighed();
        return request(weights(swept)).with(Option.WEIGHT, ALL_WEIGHTS);
    }

    private int firstWeighed() {
        int i = 0;
        while (state.words().get(i).weight() == 1) i++;
        return i;
    }

    private EditRequest request(String weights) {
        Task task = state.task();
        boolean image = state.image().isPresent();
        EditRequest source = state.source();
        if (!image && task == Task.GENERATE) return source;
        EditRequest request = EditRequest.of(image ? Task.EDIT : task);
        for (Option option : source.values().keySet()) request = request.with(option, source.get(option));
        request = request.madeIn(source.dtype());
        for (Option option : state.carried().keySet())
            request = request.with(option, state.carried().get(option));
        if (task == Task.SWAP || task == Task.PHRASE) request = request.with(Option.TARGET, state.target());
        request = request.with(Option.TAU, state.tau()).with(Option.WEIGHT, 1);
        if (task == Task.GENERATE) return request.with(Option.WORDS, unchanged());
        return weights.isEmpty() ? request : request.with(Option.WORDS, weights);
    }

    /** What makes an open image again as it is: a word times 1. */
    private String unchanged() {
        for (int i = state.words().size() - 1; i >= 0; i--) {
            Optional<WordName> name = state.nameInMaps(i);
            if (name.isPresent()) return name.get() + " 1";
        }
        throw new Refusal(
                "Prompt is empty: say what '" + state.image().orElseThrow().title() + "' shows.");
    }

    /** Returns the weighed words as the parameter {@code words} lists them. */
    String weights() {
        return weights(NONE);
    }

    /** Returns the weighed words likewise; the swept one without a value. */
    private String weights(int swept) {
        List<String> items = new ArrayList<>();
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (int i = 0; i < state.words().size(); i++) {
            StudioWord word = state.words().get(i);
            for (String name : word.names().toList()) {
                int n = seen.merge(name, 1, Integer::sum);
                if (word.weight() == 1) continue;
                WordName weighed = new WordName(name, occurrences(name) > 1 ? n : 0);
                items.add(i == swept ? weighed.toString() : weighed + " " + StudioState.number(word.weight()));
            }
        }
        return String.join(", ", items);
    }

    private long occurrences(String name) {
        return state.words().stream()
                .flatMap(StudioWord::names)
                .filter(name::equals)
                .count();
    }
}
