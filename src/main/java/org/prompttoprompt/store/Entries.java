package org.prompttoprompt.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.model.FoundInHub;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.ModelFolder;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.pipeline.Progress;

/** The rows of the list of models. */
final class Entries {
    /** Nanoseconds for what other programs have: a thousand files on a disk far away take longer. */
    private static final long LOOKED = 2_000_000_000;

    private final Path folder;

    Entries(Path folder) {
        this.folder = folder;
    }

    List<ModelEntry> all(Progress progress) {
        List<ModelEntry> all = new ArrayList<>();
        for (String name : EmbeddedModel.NAMES) all.add(embedded(name));
        for (String name : InstalledModels.names()) {
            if (!progress.goOn(all.size(), all.size() + 1L, "Looking at " + name)) return all;
            all.add(installed(name));
        }
        Unfinished.all(folder).forEach(unfinished -> all.add(unfinished.entry()));
        all.addAll(new FoundModels(folder)
                .all(() -> progress.goOn(all.size(), all.size() + 1L, "Looking for models of other programs")));
        new Licences(folder).damage().ifPresent(all::add);
        return all;
    }

    private static ModelEntry embedded(String name) {
        Path place = ModelFolder.of(name);
        return new ModelEntry(
                name, name, ModelEntry.Origin.EMBEDDED, place, ModelLook.at(place), EmbeddedModel.LICENCE, "right");
    }

    private ModelEntry installed(String name) {
        Path own = folder.resolve(name);
        try {
            InstallNote note = InstallNote.read(own);
            boolean added = !note.path().isEmpty();
            Path place = added ? Path.of(note.path()) : own;
            Optional<String> absent = added ? InstalledModels.absent(name, place) : Optional.empty();
            if (absent.isPresent()) return absent(name, place, "It was " + absent.get());
            return new ModelEntry(
                    name,
                    name,
                    added ? ModelEntry.Origin.ADDED : ModelEntry.Origin.INSTALLED,
                    place,
                    ModelLook.at(place),
                    licence(note),
                    HashState.of(note, place));
        } catch (Refusal e) {
            ModelLook broken = new ModelLook(ModelLook.Use.NONE, "", "", -1, e.getMessage());
            return new ModelEntry(name, name, ModelEntry.Origin.INSTALLED, own, broken, "", "damaged");
        }
    }

    /** What was added and is not there now is not damaged: its disk may come back. */
    private static ModelEntry absent(String name, Path place, String told) {
        ModelLook nothing = new ModelLook(ModelLook.Use.NONE, "", "", -1, told);
        return new ModelEntry(name, name, ModelEntry.Origin.ADDED, place, nothing, "", "not there");
    }

    private static String licence(InstallNote note) {
        if (!note.path().isEmpty()) return FoundModels.licence(Path.of(note.path()));
        String day = Licences.day(note.accepted());
        return note.licence().id() + (day.isEmpty() ? "" : ", accepted " + day);
    }

    /** Names of what lies here first, then paths of what other programs have, as far as these are looked at in a time that nobody minds. */
    Map<String, String> choices(ModelLook.Use use) {
        Map<String, String> choices = new LinkedHashMap<>();
        if (use == ModelLook.Use.MODEL) for (String name : EmbeddedModel.NAMES) choices.put(name, name + " (embedded)");
        for (String name : InstalledModels.names()) if (installed(name).look().use() == use) choices.put(name, name);
        for (FoundInHub model : FoundInHub.all())
            if (ModelLook.at(model.folder()).use() == use)
                choices.put(model.id(), model.id() + " (Hugging Face cache)");
        long begin = System.nanoTime();
        new FoundModels(folder)
                .ofPrograms(() -> System.nanoTime() - begin < LOOKED).stream()
                        .filter(found -> found.look().use() == use)
                        .sorted(Comparator.comparing(ModelEntry::title, String.CASE_INSENSITIVE_ORDER))
                        .forEach(found ->
                                choices.putIfAbsent(found.name(), found.title() + " (" + found.origin() + ")"));
        return choices;
    }
}
