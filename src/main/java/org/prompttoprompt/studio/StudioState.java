package org.prompttoprompt.studio;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
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
 * What stands in the Studio: a source image, drawn or open in ImageJ, its words as they are now, tau, and what the Studio has no widget for. It knows
 * which of the paper's edits that is.
 *
 * @param source the generation of the source image; of an open one what its edits have in common
 * @param words of the edited prompt, in order
 * @param tau share of the steps with the source's maps
 * @param carried options of an edit without a widget, which every edit gets as they are
 * @param image that is edited, if one is
 */
record StudioState(
        EditRequest source,
        List<StudioWord> words,
        Window tau,
        Map<Option, String> carried,
        Optional<StudioImage> image) {
    /** Stands until somebody has chosen one, or the model has said which is usual: this very object, and no other of its value. */
    static final Window TAU = Window.first(0.8);
    /** The taus of a sweep until the model has said which are usual. */
    static final String ALL_TAUS = "0:0.1:1";

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
        return new StudioState(source, all, tau, carried, image);
    }

    /** Returns this with a phrase added before the word of this number; the number of words adds it at the end. */
    StudioState withAdded(int at, String phrase) {
        List<StudioWord> all = new ArrayList<>(words);
        List<StudioWord> added = StudioWord.pieces(phrase).stream()
                .map(piece -> new StudioWord(piece, Optional.empty(), 1))
                .toList();
        all.addAll(at, added);
        return new StudioState(source, all, tau, carried, image);
    }

    /** Returns this with another end of tau; an interval begins where it did, if that is not later. */
    StudioState withTau(double end) {
        return withTau(Window.of(Math.min(tau.from().doubleValue(), end), end));
    }

    /** Returns this with the model's tau for its kind of edit, where it still has none or the one for the kind before. */
    StudioState withUsualTau(StudioState before, Optional<ModelDefaults> known) {
        if (known.isEmpty() || task() == before.task()) return this;
        ModelDefaults model = known.get();
        boolean weighs = task() == Task.REWEIGHT;
        Window swapped = image.isPresent() ? model.imageTau() : model.tau();
        Window other = weighs ? swapped : model.weightTau();
        return tau == TAU || tau.equals(other) ? withTau(weighs ? model.weightTau() : swapped) : this;
    }

    /** Returns this with another tau. */
    StudioState withTau(Window other) {
        return new StudioState(source, words, other, carried, image);
    }

    /** Returns the edits of an image, none of which is made yet. */
    static StudioState of(StudioImage image, EditRequest source) {
        return StudioReader.read(source).on(image);
    }

    /** Returns this as an edit of an image, or of the image as it is selected by now. */
    StudioState on(StudioImage other) {
        return new StudioState(source, words, tau, carried, Optional.of(other));
    }

    /** Returns this with another source; where its prompt is the same, the words stay as they were edited. */
    StudioState withSource(EditRequest other) {
        return new StudioState(other, hasPromptOf(other) ? words : of(other).words(), tau, carried, image);
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
        Map<Option, String> widgets = new EnumMap<>(Option.class);
        strength().ifPresent(strength -> widgets.put(Option.STRENGTH, strength));
        return new StudioState(source, words, new Window(BigDecimal.ZERO, tau.to()), widgets, image);
    }

    /** Returns the strength of edits of an image, if it is not left to the way in. */
    Optional<String> strength() {
        return Optional.ofNullable(carried.get(Option.STRENGTH));
    }

    /** Returns this with a strength, 0 to 1. */
    StudioState withStrength(double strength) {
        Map<Option, String> changed = new EnumMap<>(Option.class);
        changed.putAll(carried);
        changed.put(Option.STRENGTH, number(strength));
        return new StudioState(source, words, tau, changed, image);
    }

    /** Returns this without carried values that are the model's own, as recipes write those too. */
    StudioState leftToModel(EditRequest models) {
        Map<Option, String> different = new EnumMap<>(Option.class);
        carried.forEach((option, value) -> {
            boolean reads = models.task().options().contains(option);
            if (!reads || !value.equals(models.get(option))) different.put(option, value);
        });
        return new StudioState(source, words, tau, different, image);
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

    /** Returns the task whose values the model is asked for: of an open image the edit of images, else which of the edits this is. */
    Task asks() {
        return image.isPresent() ? source.task() : task();
    }

    /** Returns whether this is the plain source of an edit. */
    boolean isSourceOf(StudioState edit) {
        return task() == Task.GENERATE
                && edit.task() != Task.GENERATE
                && source.equals(edit.source)
                && image.equals(edit.image);
    }

    /** Returns the request that makes this image. */
    EditRequest request() {
        return new StudioRequests(this).one();
    }

    /**
     * Returns the request that varies what this edit is about.
     *
     * @throws Refusal of an open image of which nothing is edited
     */
    EditRequest sweep(int chosen, String taus) {
        return new StudioRequests(this).sweep(chosen, taus);
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
            case REWEIGHT -> new StudioRequests(this).weights();
            case SWAP, PHRASE, EDIT ->
                target()
                        + (new StudioRequests(this).weights().isEmpty()
                                ? ""
                                : ", " + new StudioRequests(this).weights());
        };
    }
}
