package org.prompttoprompt.studio;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.ModelDefaults;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Numbers;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.Window;
import org.prompttoprompt.request.WordName;

/**
 * What stands in the Studio: a source image, its words as they are now, tau, and what the Studio has no widget for. It knows
 * which of the paper's edits that is.
 *
 * @param source the generation of the source image
 * @param words of the edited prompt, in order
 * @param tau share of the steps with the source's maps
 * @param carried options of an edit without a widget, which every edit gets as they are
 */
record StudioState(EditRequest source, List<StudioWord> words, Window tau, Map<Option, String> carried) {
    static final Window TAU = Window.first(0.8);
    /** The taus of a sweep until the model has said which are usual. */
    static final String ALL_TAUS = "0:0.1:1";

    private static final String ALL_WEIGHTS = "-2:0.5:2";
    private static final int SEEDS = 8;

    StudioState {
        words = List.copyOf(words);
        carried = Map.copyOf(carried);
    }

    /**
     * Returns the state that makes a request's image, of several the first.
     *
     * @throws Refusal if a value of the request cannot be read
     */
    static StudioState of(EditRequest request) {
        return StudioReader.read(OneImage.of(request).request());
    }

    StudioState with(int word, StudioWord changed) {
        List<StudioWord> all = new ArrayList<>(words);
        boolean gone = changed.text().isEmpty() && changed.was().isEmpty();
        if (gone) all.remove(word);
        else all.set(word, changed);
        return new StudioState(source, all, tau, carried);
    }

    /** Returns this with a phrase added before the word of this number; the number of words adds it at the end. */
    StudioState withAdded(int at, String phrase) {
        List<StudioWord> all = new ArrayList<>(words);
        List<StudioWord> added = StudioWord.pieces(phrase).stream()
                .map(piece -> new StudioWord(piece, Optional.empty(), 1))
                .toList();
        all.addAll(at, added);
        return new StudioState(source, all, tau, carried);
    }

    /** Returns this with another end of tau; an interval begins where it did, if that is not later. */
    StudioState withTau(double end) {
        return new StudioState(source, words, Window.of(Math.min(tau.from().doubleValue(), end), end), carried);
    }

    /** Returns this with the model's tau for its kind of edit, where it still has the one for the kind before. */
    StudioState withUsualTau(StudioState before, ModelDefaults model) {
        if (task() == before.task()) return this;
        boolean weighs = task() == Task.REWEIGHT;
        Window other = weighs ? model.tau() : model.weightTau();
        return tau.equals(other) ? withTau(weighs ? model.weightTau() : model.tau()) : this;
    }

    /** Returns this with another tau. */
    StudioState withTau(Window other) {
        return new StudioState(source, words, other, carried);
    }

    /** Returns this with another source; where its prompt is the same, the words stay as they were edited. */
    StudioState withSource(EditRequest other) {
        return new StudioState(other, hasPromptOf(other) ? words : of(other).words(), tau, carried);
    }

    /**
     * Returns this edit of another source.
     *
     * @throws Refusal if its prompt is another, which these words do not edit
     */
    StudioState editOf(EditRequest other) {
        if (hasPromptOf(other)) return withSource(other);
        throw new Refusal("The words below are those of '" + source.get(Option.PROMPT)
                + "', the prompt is '" + other.get(Option.PROMPT)
                + "': press Generate for its own words, or put the old prompt back.");
    }

    private boolean hasPromptOf(EditRequest other) {
        return StudioWord.pieces(other.get(Option.PROMPT)).equals(StudioWord.pieces(source.get(Option.PROMPT)));
    }

    /** Returns this without what the Studio has no widget for. */
    StudioState withoutCarried() {
        return new StudioState(source, words, new Window(BigDecimal.ZERO, tau.to()), Map.of());
    }

    /** Returns this without carried values that are the model's own, as recipes write those too. */
    StudioState leftToModel(EditRequest models) {
        Map<Option, String> different = new EnumMap<>(Option.class);
        carried.forEach((option, value) -> {
            boolean reads = models.task().options().contains(option);
            if (!reads || !value.equals(models.get(option))) different.put(option, value);
        });
        return new StudioState(source, words, tau, different);
    }

    /** Returns the edited prompt. */
    String target() {
        return words.stream().flatMap(word -> word.pieces().stream()).collect(Collectors.joining(" "));
    }

    private String prompt() {
        return String.join(" ", StudioWord.pieces(source.get(Option.PROMPT)));
    }

    /** Returns which of the paper's edits this is. */
    Task task() {
        if (!target().equals(prompt())) {
            boolean swap = StudioWord.pieces(target()).size()
                    == StudioWord.pieces(prompt()).size();
            return swap ? Task.SWAP : Task.PHRASE;
        }
        return words.stream().anyMatch(word -> word.weight() != 1) ? Task.REWEIGHT : Task.GENERATE;
    }

    /** Returns whether this is the plain source of an edit. */
    boolean isSourceOf(StudioState edit) {
        return task() == Task.GENERATE && edit.task() != Task.GENERATE && source.equals(edit.source);
    }

    /** Returns the request that makes this image. */
    EditRequest request() {
        return request(task(), weights(-1));
    }

    /**
     * Returns the request that varies what this edit is about: tau; for a re-weighting the weight of the chosen word, or of
     * the first that has one; without an edit the seed.
     */
    EditRequest sweep(int chosen, String taus) {
        Task task = task();
        if (task == Task.GENERATE) {
            long seed = source.seeds().get(0);
            return source.with(Option.SEED, seed + ":1:" + (seed + SEEDS - 1));
        }
        if (task != Task.REWEIGHT) return request().with(Option.TAU, taus);
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
        for (Option option : carried.keySet()) request = request.with(option, carried.get(option));
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
                WordName weighed = new WordName(name, occurrences(name) > 1 ? n : 0);
                items.add(i == swept ? weighed.toString() : weighed + " " + number(word.weight()));
            }
        }
        return String.join(", ", items);
    }

    private long occurrences(String name) {
        return words.stream().flatMap(StudioWord::names).filter(name::equals).count();
    }

    static String number(double x) {
        return Numbers.text(x);
    }

    /** Returns the name of a word in the maps of the edited prompt. */
    Optional<WordName> nameInMaps(int word) {
        Optional<String> name = words.get(word).names().reduce((a, b) -> b);
        if (name.isEmpty()) return Optional.empty();
        long before = words.subList(0, word).stream()
                .flatMap(StudioWord::names)
                .filter(name.get()::equals)
                .count();
        long within = words.get(word).names().filter(name.get()::equals).count();
        return Optional.of(WordName.nth(name.get(), (int) (before + within)));
    }

    /** Returns what was done, in a few words. */
    String summary() {
        return switch (task()) {
            case GENERATE -> prompt();
            case REWEIGHT -> weights(-1);
            case SWAP, PHRASE, EDIT -> target() + (weights(-1).isEmpty() ? "" : ", " + weights(-1));
        };
    }
}
