package org.prompttoprompt.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Damaged;
import org.prompttoprompt.checkpoint.JsonFiles;

/** Which licences were accepted of which models, and when: a model is downloaded only under one that was. */
final class Licences {
    static final String FILE = "licences.json";
    private static final long PATIENCE_MILLIS = 5000;

    /** No model can have this name, so that none is in the way. */
    private static final String LOCK = ".licences";

    private final Path store;

    Licences(Path store) {
        this.store = store;
    }

    /**
     * Returns when the licence was accepted: before, or now by its name.
     *
     * @param accepted the name of the licence that the user accepts now, empty for none
     * @throws Refusal if it was not, telling how, or the list of those that were is damaged
     */
    String require(String model, Licence licence, String accepted) {
        return require(model, licence, "", accepted);
    }

    /**
     * Returns it likewise.
     *
     * @param place where it can be read, as a sentence goes on after "look"; empty where its own link tells
     */
    String require(String model, Licence licence, String place, String accepted) {
        Optional<String> before = accepted(read(), model, licence);
        if (accepted.isBlank()) {
            return before.orElseThrow(() -> new Refusal((licence.isTold()
                            ? "The model " + model + " has a licence: " + licence
                            : "The licence of the model " + model + " is " + licence)
                    + toAccept(licence, place) + " to download the model."));
        }
        requireName(model, licence, place, accepted);
        return before.orElseGet(() -> note(model, licence));
    }

    /**
     * Refuses the name of another licence than that of the model.
     *
     * @param place where it can be read, as a sentence goes on after "look"; empty where its own link tells
     * @param accepted the name that the user accepts, not empty
     */
    static void requireName(String model, Licence licence, String place, String accepted) {
        if (!accepted.strip().equalsIgnoreCase(licence.id()))
            throw new Refusal("accept=" + accepted + ": the licence of " + model + " is " + licence
                    + toAccept(licence, place) + ".");
    }

    /** Returns how one is accepted that was read before, as a sentence goes on to its end. */
    private static String toAccept(Licence licence, String place) {
        String read = licence.isTold()
                ? ". Read it" + (place.isEmpty() ? "" : " " + place) + ", and accept it by "
                : ": look " + place + " what it allows, and accept that by ";
        return read + licence.accept();
    }

    /** Forgets that a licence was accepted, unless the list is damaged: whoever downloads the model again is asked again. */
    void forget(String model, String licence) {
        if (damage().isEmpty() && read().has(key(model, licence))) change(all -> all.remove(key(model, licence)));
    }

    /**
     * Returns when the licence of a model was accepted, if it was.
     *
     * @throws Refusal if the list of those that were is damaged: nobody is asked to accept what cannot be noted
     */
    Optional<String> accepted(String model, Licence licence) {
        return accepted(read(), model, licence);
    }

    /** Returns what is wrong with the list, as a row of the list of models that cannot be used; nothing where it can be read. */
    Optional<ModelEntry> damage() {
        try {
            read();
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(ModelEntry.ofList(store.resolve(FILE), e.getMessage()));
        }
    }

    private static Optional<String> accepted(JsonObject all, String model, Licence licence) {
        JsonElement note = all.get(key(model, licence.id()));
        return note != null && note.isJsonPrimitive() ? Optional.of(note.getAsString()) : Optional.empty();
    }

    /** Returns the day of such a time, as it is told; nothing for none. */
    static String day(String accepted) {
        return accepted.replaceFirst("T.*", "");
    }

    private static String key(String model, String licence) {
        return model + " " + licence;
    }

    private String note(String model, Licence licence) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        change(all -> all.addProperty(key(model, licence.id()), now));
        return now;
    }

    private void change(Consumer<JsonObject> job) {
        try (StoreLock lock = StoreLock.await(store, LOCK, "the list of accepted licences", PATIENCE_MILLIS)) {
            JsonObject all = read();
            job.accept(all);
            LocalDisk.write(store.resolve(FILE), all.toString());
        } catch (IOException e) {
            throw LocalDisk.refusal(store.resolve(FILE), e);
        }
    }

    private JsonObject read() {
        Path file = store.resolve(FILE);
        if (!Files.exists(file)) return new JsonObject();
        try {
            return JsonFiles.object(file);
        } catch (Damaged e) {
            throw new Refusal(
                    e.what() + ". It lists the licences that were accepted: mend it, or delete it, after which each is"
                            + " asked for once more where a model is downloaded.",
                    e);
        }
    }
}
