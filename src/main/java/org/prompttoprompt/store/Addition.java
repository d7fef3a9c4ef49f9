package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.ModelFolder;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.request.ShellWord;

/** A model that stays where it is and gets a name. */
public final class Addition {
    /** How another name is given on the command line and in macros, as a sentence goes on; and where there is a field for it. */
    private static final String BY_KEY = "by name=";

    private static final String IN_FIELD = "here";

    private final Path store;
    private final String path;
    private final Path place;
    private final ModelLook look;

    /**
     * Looks at a model.
     *
     * @throws Refusal if there is none, or it cannot be used or added, with the cure
     */
    Addition(Path store, String path) {
        this.store = store;
        this.path = path;
        place = LocalPath.of("model", path).toAbsolutePath().normalize();
        if (!Files.exists(place))
            throw new Refusal("model=" + path
                    + ": there is no such folder or file. Look whether the path is written right, from its"
                    + " beginning." + howToDownload(path.strip()));
        look = ModelLook.at(place);
        if (look.use() == ModelLook.Use.NONE)
            throw new Refusal(ModelFolder.ofPath(
                    look.problem().startsWith("model=") ? look.problem() : "model=" + path + ": " + look.problem()));
        requireElsewhere();
    }

    /** A repository is downloaded, and not added. */
    private static String howToDownload(String text) {
        boolean known = Recommended.named(text).isPresent() || Source.isRepository(text);
        return known ? " A model that is not on this computer yet is downloaded: models download " + text + "." : "";
    }

    /** Returns the name that it gets where none is given: that of the folder or file. */
    public String ownName() {
        return place.getFileName()
                .toString()
                .replaceFirst("(?i)\\.safetensors$", "")
                .replaceAll("[^A-Za-z0-9._-]+", "-");
    }

    /** Returns where it lies and stays. */
    public Path place() {
        return place;
    }

    /**
     * Returns why it cannot have a name, with the cure, as a window with a field for it says it; nothing where it can.
     *
     * @param name that it is to have, empty for its own
     */
    public Optional<String> problem(String name) {
        return problem(called(name), namesOfPlace(), IN_FIELD);
    }

    private Optional<String> problem(String called, List<String> others, String how) {
        boolean same = others.contains(called);
        return same
                ? Optional.of("This model is in the list already, as '" + called + "': give it as "
                        + look.use().key() + "=" + called + ", or give it another name " + how + ".")
                : taken(store, called, how);
    }

    private String called(String name) {
        return name.isBlank() ? ownName() : name.strip();
    }

    /**
     * Adds it.
     *
     * @param name that it is to have, empty for its own
     * @return what was added, in words
     * @throws Refusal if it cannot have the name, with the cure
     */
    String as(String name) {
        String called = InstalledModels.requireName(called(name));
        List<String> others;
        try (StoreLock lock = StoreLock.take(store, called)) {
            others = namesOfPlace();
            problem(called, others, BY_KEY).ifPresent(Addition::refuse);
            write(called);
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

    private void write(String called) throws IOException {
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
    private void requireElsewhere() {
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

    /** Returns the names by which it was added already. */
    private List<String> namesOfPlace() {
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
        taken(store, name, BY_KEY).ifPresent(Addition::refuse);
    }

    /** Returns why no new model can have a name, with the cure, as a window with a field for it says it; nothing where one can. */
    static Optional<String> taken(Path store, String name) {
        return taken(store, name, IN_FIELD);
    }

    private static Optional<String> taken(Path store, String name, String how) {
        Optional<String> wrong = InstalledModels.wrongName(name);
        if (wrong.isPresent() || !Files.exists(store.resolve(name))) return wrong;
        return Optional.of("There is a model called '" + name + "' already: give another name " + how
                + ", or remove that one first.");
    }

    private static void refuse(String why) {
        throw new Refusal(why);
    }
}
