package org.prompttoprompt.store;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.EngineSettings;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.Instructions;
import org.prompttoprompt.engine.PrecisionChoice;
import org.prompttoprompt.pipeline.Progress;

/** What can be done with models without a window, by the command line, macros and scripts alike. */
public enum StoreAction {
    LIST("lists the models of this computer"),
    RECOMMENDED("lists models that can be downloaded, with their licences"),
    DOWNLOAD(
            "downloads one: a recommended name, owner/name, or an address",
            "name",
            "file",
            "precision",
            "sha256",
            "accept"),
    LICENCE("shows the licence of one that can be downloaded", "file"),
    ADD("adds a folder or a file that stays where it is", "name"),
    LOOK("looks for models in a folder of another program"),
    FORGET("looks no more for models in a folder that look has named, and deletes nothing"),
    VERIFY("compares the files of one with their check sums"),
    REPAIR("downloads anew what is damaged of one"),
    REMOVE("removes one"),
    CLEAR("removes what has come of all downloads that are not finished"),
    ENGINE(
            "tells what computes; gpu, mps, cpu or remove change that for the next start; float32, auto or usual choose the precision of all models, int8 or full how their weights are held, measure compares precisions",
            "accept");

    private final String meaning;
    private final List<String> keys;

    StoreAction(String meaning, String... keys) {
        this.meaning = meaning;
        this.keys = List.of(keys);
    }

    /** Returns the word for it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what it does, as a sentence goes on. */
    public String meaning() {
        return meaning;
    }

    /** Returns the keys of what it takes beside the model. */
    public List<String> keys() {
        return keys;
    }

    /** Returns whether a model is named to it; what computes may be. */
    public boolean needsModel() {
        return takesModel() && this != ENGINE;
    }

    /** Returns whether that is a folder or a file. */
    public boolean takesPath() {
        return this == ADD || this == LOOK || this == FORGET;
    }

    /** Returns whether it may download something, which is kept where it is ended in its midst. */
    public boolean downloads() {
        return this == DOWNLOAD || this == REPAIR || this == ENGINE;
    }

    private boolean takesModel() {
        return this != LIST && this != RECOMMENDED && this != CLEAR;
    }

    /**
     * Returns the action of a word.
     *
     * @throws Refusal if there is none
     */
    public static StoreAction of(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equalsIgnoreCase(word.strip()))
                .findFirst()
                .orElseThrow(() -> new Refusal("'" + word + "' is nothing that can be done with models. There is: "
                        + Arrays.stream(values()).map(StoreAction::word).collect(Collectors.joining(", ")) + "."));
    }

    /**
     * Does it.
     *
     * @param model what it is done with: a name, a path, owner/name or an address
     * @param options the other values by their keys; empty ones are as if they were not there
     * @throws Refusal if it cannot be done, with the cure
     */
    public Outcome run(ModelStore store, String model, Map<String, String> options, Progress progress) {
        if (model.contains("://")) Web.requireNoPassword(model);
        Map<String, String> given = new LinkedHashMap<>(options);
        given.values().removeIf(String::isBlank);
        if (needsModel() && model.isBlank())
            throw new Refusal("Say which model to " + word() + ": model=" + (takesPath() ? "/path" : "name") + ".");
        if (!takesModel() && !model.isBlank())
            throw new Refusal("model=" + model + ": " + word() + " " + meaning + " and takes none.");
        given.keySet().stream().filter(key -> !keys.contains(key)).findFirst().ifPresent(key -> {
            throw new Refusal(key + "=" + given.get(key) + ": " + word() + " takes "
                    + (keys.isEmpty() ? "no other value." : "only " + String.join(", ", keys) + "."));
        });
        return done(store, takesPath() ? model : Source.withoutEnd(model), given, progress);
    }

    private Outcome done(ModelStore store, String model, Map<String, String> given, Progress progress) {
        return switch (this) {
            case LIST -> Outcome.well(StoreText.list(store.list(progress)));
            case RECOMMENDED -> Outcome.well(StoreText.recommended());
            case DOWNLOAD -> {
                String name = given.getOrDefault("name", "");
                String accept = given.getOrDefault("accept", "");
                store.requireDownload(model, given.getOrDefault("file", ""), name, accept);
                yield Outcome.well(store.download(offer(store, model, given), name, accept, progress));
            }
            case LICENCE -> Outcome.well(store.licence(model, given.getOrDefault("file", "")));
            case ADD -> Outcome.well(store.add(model, given.getOrDefault("name", "")));
            case LOOK -> Outcome.well(store.lookIn(model));
            case FORGET -> Outcome.well(store.forget(model));
            case VERIFY -> store.verify(model, progress);
            case REPAIR -> store.repair(model, progress);
            case REMOVE -> Outcome.well(store.remove(model));
            case CLEAR -> store.clear();
            case ENGINE -> {
                EngineStore engine = new EngineStore();
                String told = engine(engine, model, given.getOrDefault("accept", ""), progress);
                // Who asks what computes, and it is not what was chosen, or nothing does, has something to mend.
                yield new Outcome(told, !model.isBlank() || engine.isAsChosen());
            }
        };
    }

    /** Tells what computes, or changes it; libraries for a GPU come only where their licence is accepted by its name. */
    static String engine(EngineStore engine, String chosen, String accept, Progress progress) {
        String device = chosen.strip().toLowerCase(Locale.ROOT);
        if (!accept.isBlank() && !device.equals("gpu"))
            throw new Refusal(
                    "accept=" + accept + ": only engine gpu downloads something that has a licence. Leave it out.");
        return switch (device) {
            case "" ->
                Stream.of(engine.possibleInWords(), Instructions.here(), engine.chosenInWords())
                        .filter(told -> !told.isEmpty())
                        .collect(Collectors.joining("\n"));
            case "cpu" -> engine.chooseCpu();
            case "mps" -> engine.chooseMps();
            case "remove" -> engine.remove();
            case "float32" -> engine.choose(PrecisionChoice.SINGLE);
            case "auto" -> engine.choose(PrecisionChoice.MEASURED);
            case "usual" -> engine.choose(PrecisionChoice.USUAL);
            case "int8" -> engine.choose(HeldAs.INT8);
            case "full" -> engine.choose(HeldAs.FULL);
            case "measure" -> engine.measure();
            case "gpu" -> {
                if (!engine.possible().equals(Optional.of("gpu"))) throw new Refusal(engine.possibleInWords());
                if (!accept.isBlank()) Licences.requireName("the libraries", EngineOffer.TERMS, "", accept);
                yield engine.install(engine.offer(progress), accept, progress);
            }
            default ->
                throw new Refusal("engine " + device
                        + ": give gpu, mps, cpu, remove, float32, auto, usual, int8, full or measure, or nothing to be told what computes."
                        + EngineSettings.meant(device, engine.possible().equals(Optional.of("gpu")))
                                .map(set -> " By a setting that can be had: " + set + ".")
                                .orElse(""));
        };
    }

    private static Offer offer(ModelStore store, String model, Map<String, String> given) {
        String precision = given.getOrDefault("precision", "half");
        if (!precision.equals("half") && !precision.equals("single"))
            throw new Refusal("precision=" + precision
                    + ": give half, which is half as large and computes the same but for rounding, or single.");
        return store.offer(
                model, given.getOrDefault("file", ""), precision.equals("half"), given.getOrDefault("sha256", ""));
    }
}
