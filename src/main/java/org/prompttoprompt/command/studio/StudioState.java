package org.prompttoprompt.command.studio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.prompttoprompt.pipeline.EditRequest;
import org.prompttoprompt.pipeline.Option;
import org.prompttoprompt.pipeline.Task;

/**
 * What stands in the Studio: a source image, its words as they are now, and tau. It knows which of the paper's edits that is.
 *
 * @param source the generation of the source image
 * @param words of the edited prompt, in order
 * @param tau share of the steps with the source's maps, 0 to 1
 */
record StudioState(EditRequest source, List<StudioWord> words, double tau) {
    static final double DEFAULT_TAU = 0.8;
    private static final String ALL_TAUS = "0:0.1:1";
    private static final String ALL_WEIGHTS = "-2:0.5:2";
    private static final int SEEDS = 8;

    StudioState {
        words = List.copyOf(words);
    }

    /** Returns the state that makes a request's image, as far as one image goes: the first seed, no sweep. */
    static StudioState of(EditRequest request) {
        EditRequest source =
                request.ofSource().with(Option.SEED, request.seeds().get(0));
        List<String> was = pieces(request.get(Option.PROMPT));
        boolean edits = request.task().options().contains(Option.TARGET);
        List<String> now = edits ? pieces(request.get(Option.TARGET)) : was;
        boolean swap = now.size() == was.size();
        List<StudioWord> words = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < now.size(); i++) {
            boolean same = next < was.size() && was.get(next).equals(now.get(i));
            Optional<String> before = swap || same ? Optional.of(was.get(swap ? i : next)) : Optional.empty();
            words.add(new StudioWord(now.get(i), before, 1));
            if (same) next++;
        }
        StudioState state = new StudioState(source, words, tau(request));
        boolean weighs = request.task().options().contains(Option.WORDS);
        return weighs ? state.weighed(request.get(Option.WORDS), request.get(Option.WEIGHT)) : state;
    }

    /** Returns this with the weights that a request gives its words; a swept weight is none. */
    private StudioState weighed(String listed, String weight) {
        StudioState state = this;
        for (String item : listed.split(",")) {
            String[] parts = item.strip().split("\\s+");
            String value = parts.length > 1 ? parts[1] : weight;
            if (!value.matches("-?\\d+(\\.\\d+)?")) continue;
            for (int i = 0; i < words.size(); i++) {
                String name = nameInMaps(i).orElse("");
                if (!name.isEmpty() && name.equals(parts[0].replaceAll("#1$", ""))) {
                    state = state.with(i, words.get(i).withWeight(Double.parseDouble(value)));
                }
            }
        }
        return state;
    }

    private static double tau(EditRequest request) {
        try {
            return request.task() == Task.GENERATE ? DEFAULT_TAU : request.number(Option.TAU, 0, 1);
        } catch (IllegalArgumentException e) {
            return DEFAULT_TAU; // a sweep or an interval
        }
    }

    private static List<String> pieces(String prompt) {
        return prompt.isBlank() ? List.of() : List.of(prompt.strip().split("\\s+"));
    }

    StudioState with(int word, StudioWord changed) {
        List<StudioWord> all = new ArrayList<>(words);
        boolean gone = changed.text().isEmpty() && changed.was().isEmpty();
        if (gone) all.remove(word);
        else all.set(word, changed);
        return new StudioState(source, all, tau);
    }

    /** Returns this with a phrase added before the word of this number; the number of words adds it at the end. */
    StudioState withAdded(int at, String phrase) {
        List<StudioWord> all = new ArrayList<>(words);
        List<StudioWord> added = pieces(phrase).stream()
                .map(piece -> new StudioWord(piece, Optional.empty(), 1))
                .toList();
        all.addAll(at, added);
        return new StudioState(source, all, tau);
    }

    StudioState withTau(double share) {
        return new StudioState(source, words, share);
    }

    /** Returns this with another source; where its prompt is the same, the words stay as they were edited. */
    StudioState withSource(EditRequest other) {
        boolean same = pieces(other.get(Option.PROMPT)).equals(pieces(source.get(Option.PROMPT)));
        return same ? new StudioState(other, words, tau) : of(other).withTau(tau);
    }

    /** Returns the edited prompt. */
    String target() {
        return words.stream().flatMap(word -> word.pieces().stream()).collect(Collectors.joining(" "));
    }

    private String prompt() {
        return String.join(" ", pieces(source.get(Option.PROMPT)));
    }

    /** Returns which of the paper's edits this is. */
    Task task() {
        if (!target().equals(prompt())) {
            boolean swap = pieces(target()).size() == pieces(prompt()).size();
            return swap ? Task.SWAP : Task.PHRASE;
        }
        return words.stream().anyMatch(word -> word.weight() != 1) ? Task.REWEIGHT : Task.GENERATE;
    }

    /** Returns the request that makes this image. */
    EditRequest request() {
        return request(task(), weights(-1));
    }

    /**
     * Returns the request that varies what this edit is about: tau; for a re-weighting the weight of the chosen word, or of
     * the first that has one; without an edit the seed.
     */
    EditRequest sweep(int chosen) {
        Task task = task();
        if (task == Task.GENERATE) {
            long seed = source.seeds().get(0);
            return source.with(Option.SEED, seed + ":1:" + (seed + SEEDS - 1));
        }
        if (task != Task.REWEIGHT) return request().with(Option.TAU, ALL_TAUS);
        boolean weighed = chosen >= 0 && words.get(chosen).weight() != 1;
        int swept = weighed ? chosen : firstWeighed();
        return request(task, weights(swept)).with(Option.WEIGHT, ALL_WEIGHTS);
    }

    private int firstWeighed() {
        int i = 0;
        while (words.get(i).weight() == 1) i++;
        return i;
    }

    private EditRequest request(Task task, String weights) {
        if (task == Task.GENERATE) return source;
        EditRequest request = EditRequest.of(task);
        for (Option option : source.values().keySet()) request = request.with(option, source.get(option));
        if (task != Task.REWEIGHT) request = request.with(Option.TARGET, target());
        request = request.with(Option.TAU, tau).with(Option.WEIGHT, 1);
        return weights.isEmpty() ? request : request.with(Option.WORDS, weights);
    }

    /** Returns the weighed words as the parameter {@code words} lists them; the swept one without a value. */
    private String weights(int swept) {
        List<String> items = new ArrayList<>();
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            StudioWord word = words.get(i);
            for (String name : word.names().toList()) {
                int n = seen.merge(name, 1, Integer::sum);
                if (word.weight() == 1) continue;
                String own = occurrences(name) > 1 ? name + "#" + n : name;
                items.add(i == swept ? own : own + " " + number(word.weight()));
            }
        }
        return String.join(", ", items);
    }

    private long occurrences(String name) {
        return words.stream().flatMap(StudioWord::names).filter(name::equals).count();
    }

    private static String number(double x) {
        return x == Math.rint(x) ? String.valueOf((long) x) : String.valueOf(x);
    }

    /** Returns the name of a word in the maps of the edited prompt: the second of two equal ones is {@code ball#2}. */
    Optional<String> nameInMaps(int word) {
        Optional<String> name = words.get(word).names().reduce((a, b) -> b);
        if (name.isEmpty()) return name;
        long before = words.subList(0, word).stream()
                .flatMap(StudioWord::names)
                .filter(name.get()::equals)
                .count();
        long within = words.get(word).names().filter(name.get()::equals).count();
        long n = before + within;
        return Optional.of(n > 1 ? name.get() + "#" + n : name.get());
    }

    /** Returns what was done, in a few words. */
    String summary() {
        return switch (task()) {
            case GENERATE -> prompt();
            case REWEIGHT -> weights(-1);
            case SWAP, PHRASE -> target() + (weights(-1).isEmpty() ? "" : ", " + weights(-1));
        };
    }
}
