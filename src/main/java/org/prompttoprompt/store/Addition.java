package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.request.ShellWord;

/** Gives a name to a model that stays where it is. */
final class Addition {
    private final Path store;
    private final String path;
    private final String name;

    /** @param name that it is to have, empty for that of the folder or file */
    Addition(Path store, String path, String name) {
        this.store = store;
        this.path = path;
        this.name = name;
    }

    /**
     * Does it.
     *
     * @return what was added, in words
     * @throws Refusal if there is none, or it cannot be used, with the cure
     */
    String run() {
        Path place = LocalPath.of("model", path).toAbsolutePath().normalize();
        if (!Files.exists(place))
            throw new Refusal("model=" + path
                    + ": there is no such folder or file. Look whether the path is written right, from its"
                    + " beginning: model=/path.");
        ModelLook look = ModelLook.at(place);
        if (look.use() == ModelLook.Use.NONE)
            throw new Refusal(
                    look.problem().startsWith("model=") ? look.problem() : "model=" + path + ": " + look.problem());
        String called = name.isBlank()
                ? place.getFileName()
                        .toString()
                        .replaceFirst("(?i)\\.safetensors$", "")
                        .replaceAll("[^A-Za-z0-9._-]+", "-")
                : name.strip();
        InstalledModels.requireName(called);
        requireElsewhere(place, look);
        List<String> others;
        try (StoreLock lock = StoreLock.take(store, called)) {
            others = namesOf(place);
            if (others.contains(called))
                throw new Refusal("This model is in the list already, as '" + called + "': give it as "
                        + look.use().key() + "=" + called + ", or give it another name by name=.");
            requireNew(store, called);
            write(called, place);
        } catch (IOException e) {
            throw LocalDisk.refusal(store.resolve(called), e);
        }
        return "Added " + called + " (" + look.kind() + ", " + Sizes.text(look.bytes()) + "), which stays in " + place
                + ". "
                + (others.isEmpty()
                        ? ""
                        : "It is in the list as " + String.join(", ", others) + " too; models remove " + others.get(0)
                                + " takes that name off. ")
                + "Give it as " + look.use().key() + "=" + called + ".";
    }

    private void write(String called, Path place) throws IOException {
        Path fresh = Files.createDirectory(LocalDisk.fresh(store, called + "-"));
        try {
            InstallNote.added(place).write(fresh);
            Installation.move(fresh, store.resolve(called));
        } finally {
            if (Files.exists(fresh)) CacheFolder.delete(fresh);
        }
    }

    /**
     * Refuses what lies in the folder of a downloaded model: it would go with that, and its name alone would stay.
     *
     * @throws Refusal if so
     */
    private void requireElsewhere(Path place, ModelLook look) {
        for (String one : InstalledModels.names(store)) {
            Path own = store.resolve(one);
            if (!isIn(place, own) || isAdded(own)) continue;
            boolean same = ModelLook.at(own).use() == look.use();
            throw new Refusal("model=" + path + ": this is "
                    + (same
                            ? "in the list already, as '" + one
                                    + "', which was downloaded into this folder and is removed"
                                    + " with it: give it as " + look.use().key() + "=" + one + "."
                            : "a part of '" + one + "', which was downloaded and is removed with it: give it as "
                                    + look.use().key() + "=" + ShellWord.of(place.toString())
                                    + ", or copy it elsewhere and add the copy."));
        }
    }

    private static boolean isIn(Path place, Path folder) {
        try {
            return place.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false; // it has just been removed
        }
    }

    private static boolean isAdded(Path own) {
        try {
            return !InstallNote.read(own).path().isEmpty();
        } catch (Refusal e) {
            return false; // what lies beside a damaged note was downloaded
        }
    }

    /** Returns the names by which a place was added already. */
    private List<String> namesOf(Path place) {
        return InstalledModels.names(store).stream()
                .filter(one -> {
                    try {
                        String noted = InstallNote.read(store.resolve(one)).path();
                        return !noted.isEmpty()
                                && Files.exists(Path.of(noted))
                                && Files.isSameFile(Path.of(noted), place);
                    } catch (IOException | Refusal e) {
                        return false; // told by the list
                    }
                })
                .toList();
    }

    /**
     * Refuses a name that no model can have, or that one has.
     *
     * @throws Refusal if so
     */
    static void requireNew(Path store, String name) {
        InstalledModels.requireName(name);
        if (Files.exists(store.resolve(name)))
            throw new Refusal(
                    "There is a model called '" + name + "' already: give another by name=, or remove that one first.");
    }
}
