package org.prompttoprompt.model;

import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Under which name a model is published, as far as this computer can tell: nobody publishes the hashes of all files of these models,
 * so that one is known by its hash once it has agreed here with the pixels of its name.
 *
 * @param name on huggingface.co
 * @param by what tells it, as a sentence goes on after "told by"
 */
public record PublishedName(String name, String by) {
    private static final String NAME = "name";
    private static final Notebook AGREED = new Notebook("agreed-models.json", note -> note.has(NAME));

    /** Returns the name of a loaded model: by its hash, by the source that it was downloaded from, or by its own name. */
    public static Optional<PublishedName> of(StableDiffusion model) {
        return AGREED.get(model.hash())
                .filter(note -> note.has(NAME))
                .map(note -> new PublishedName(note.get(NAME).getAsString(), "its hash, which agreed before"))
                .or(() -> InstalledModels.source(model.folder)
                        .flatMap(PublishedName::called)
                        .map(name -> new PublishedName(name, "the place that it was downloaded from")))
                .or(() -> called(model.name()).map(name -> new PublishedName(name, "its name")));
    }

    /** Notes that a model of this name agrees with the pixels that are published, so that its hash tells it from now on; an empty name
     * takes that back. */
    public static void agrees(StableDiffusion model, String name) {
        JsonObject note = new JsonObject();
        if (!name.isEmpty()) note.addProperty(NAME, name);
        AGREED.put(model.hash(), note);
    }

    /** Returns the name in full of which there are cases, if a text is one. */
    public static Optional<String> called(String text) {
        return PublishedCase.all().stream()
                .filter(c -> c.isOf(text))
                .map(PublishedCase::model)
                .findFirst();
    }

    /** Returns the names that a model of this build may have, for its user to choose from. */
    public static List<String> candidates(StableDiffusion model) {
        Set<String> names = new LinkedHashSet<>();
        for (PublishedCase c : PublishedCase.all()) if (c.fits(model)) names.add(c.model());
        return List.copyOf(names);
    }
}
