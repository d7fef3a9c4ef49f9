package org.prompttoprompt.model;

import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Damaged;
import org.prompttoprompt.checkpoint.JsonFiles;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.LocalPath;

/**
 * Models that requests name by a short name: those that were installed or added, each a folder with a note, and those of the Hugging
 * Face cache by {@code owner/name}. Other programs write no notes here, so that what the disk says is always the truth.
 */
public final class InstalledModels {
    /** Names another folder for them, as environment variable. */
    public static final String VARIABLE = "PROMPTTOPROMPT_MODELS";
    /** The same as system property. */
    public static final String PROPERTY = "prompttoprompt.models";
    /** The note in the folder of a model; one without it is not whole. */
    public static final String NOTE = "installed.json";
    /** Key of a note: where the model lies that was added and stays where it is. */
    public static final String PATH = "path";

    /** Where a model came from, in its note. */
    public static final String SOURCE = "source";

    /** Begins the name of the folder of what has not come as a whole. */
    public static final String PARTIAL = "partial-";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");
    private static final Pattern OWNED = Pattern.compile("([A-Za-z0-9][\\w.-]*)(?:/|--)([\\w.-]+)");

    private InstalledModels() {}

    /**
     * Returns the folder that they are kept in, which need not be there.
     *
     * @throws Refusal if the setting names none
     */
    public static Path folder() {
        String named = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        if (named == null || named.isBlank()) return CacheFolder.there().resolve("installed");
        Path folder = LocalPath.of(VARIABLE, named.strip()).toAbsolutePath().normalize();
        Path there = LocalPath.nearest(folder);
        if (!Files.isDirectory(there))
            throw new Refusal(VARIABLE + "=" + named + ": " + there
                    + " is a file. Name a folder, which is made where it is missing, or leave it out.");
        return folder;
    }

    /**
     * Returns a name for a model as it may be used.
     *
     * @throws Refusal if it is none
     */
    public static String requireName(String name) {
        wrongName(name).ifPresent(why -> {
            throw new Refusal(why);
        });
        return name;
    }

    /** Returns why a text can be no new model's name, with the cure; empty of one that can. */
    public static Optional<String> wrongName(String name) {
        return fault(name).map(why -> "name=" + name + ": " + why + ". Give another.");
    }

    /** Returns it as a sentence without its full stop, and without the cure. */
    private static Optional<String> fault(String name) {
        if (!NAME.matcher(name).matches())
            return Optional.of(
                    "a model's name has letters, digits, dots, hyphens and underscores, begins with a letter or"
                            + " a digit, and has 80 of them at most");
        if (EmbeddedModel.NAMES.contains(name)) return Optional.of("this is the name of an embedded model");
        if (name.matches("(?i).*\\.safetensors")) return Optional.of("it ends like a file's, and a model's does not");
        if (name.endsWith(".")) return Optional.of("it ends with a dot, which Windows leaves out");
        if (name.matches("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?"))
            return Optional.of("Windows keeps this name for a device");
        return name.startsWith(PARTIAL)
                ? Optional.of("it begins with " + PARTIAL + ", as what is still coming does")
                : Optional.empty();
    }

    /** Returns whether a text may be a model's name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches() && !text.startsWith(PARTIAL);
    }

    /** Returns whether a text is written as a repository is, {@code owner/name}. */
    static boolean isOwned(String text) {
        return text.contains("/") && OWNED.matcher(text).matches();
    }

    /** Returns the names, sorted. */
    public static List<String> names() {
        return names(folder());
    }

    /** Returns the names of the models that are kept in a folder, sorted. */
    public static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(model -> Files.isRegularFile(model.resolve(NOTE)))
                    .map(model -> model.getFileName().toString())
                    .filter(InstalledModels::isName)
                    .sorted(String.CASE_INSENSITIVE_ORDER)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Returns the names that requests may give for this use, those of the Hugging Face cache behind. */
    static List<String> names(ModelLook.Use use) {
        Stream<String> own = names().stream()
                .filter(name -> find(name)
                        .filter(place -> ModelLook.at(place).use() == use)
                        .isPresent());
        Stream<String> hub = FoundInHub.all().stream()
                .filter(found -> ModelLook.at(found.folder()).use() == use)
                .map(FoundInHub::id);
        return Stream.concat(own, hub).toList();
    }

    /** Returns where the model of this name lies, if it is known by one; a path is no name. */
    public static Optional<Path> find(String model) {
        String name = model.strip().replace('\\', '/');
        if (isName(name)) {
            Path own = folder().resolve(name);
            if (Files.isRegularFile(own.resolve(NOTE))) return Optional.of(place(own));
        }
        return OWNED.matcher(name)
                .results()
                .findFirst()
                .filter(m -> m.end() == name.length() && m.start() == 0)
                .flatMap(m -> HubCache.of(m.group(1), m.group(2)));
    }

    /**
     * Returns the file or the autoencoder's folder of this name, if one was installed or added, or is in the Hugging Face cache. A path
     * of two parts that is there is meant itself.
     *
     * @param key of the option that names it
     * @throws Refusal if it was added and is not there now
     */
    static Optional<Path> part(String key, String name) {
        boolean isPath = !NAME.matcher(name.strip()).matches() && new File(name.strip()).exists();
        return (isPath ? Optional.<Path>empty() : there(key, name)).map(InstalledModels::onlyFile);
    }

    /** Returns the one file of weights where a place is a folder that holds no other; else the place, as where a config.json describes it. */
    static Path onlyFile(Path place) {
        Path folder = Files.isDirectory(place) ? HubCache.snapshot(place) : place;
        if (!Files.isDirectory(folder) || Files.isRegularFile(folder.resolve("config.json"))) return folder;
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> weights =
                    files.filter(f -> f.toString().endsWith(".safetensors")).toList();
            return weights.size() == 1 ? weights.get(0) : folder;
        } catch (IOException e) {
            return folder;
        }
    }

    /**
     * Returns what is said of a model that is not where it was added from, as a sentence goes on after "it was"; empty of one that is.
     *
     * @param place where the note says that it lies
     */
    public static Optional<String> absent(String name, Path place) {
        if (Files.exists(place)) return Optional.empty();
        return Optional.of(
                "added from " + place + ", which is not there now: its disk may be unplugged, or it was moved."
                        + " Bring it back, or take its name off the list: models remove " + name + ".");
    }

    /**
     * Returns where the model of this name lies, if it is known by one.
     *
     * @param key of the option that names it
     * @throws Refusal if it was added and is not there now
     */
    static Optional<Path> there(String key, String model) {
        Optional<Path> place = find(model);
        place.flatMap(known -> absent(model.strip(), known)).ifPresent(told -> {
            throw new Refusal(key + "=" + model + ": it was " + told);
        });
        return place;
    }

    /** Returns where the model of an installed folder lies: there, or where its note says. */
    static Path place(Path own) {
        String path = Config.of(note(own), own.resolve(NOTE)).getString(PATH, "");
        return path.isEmpty() ? own : LocalPath.of("model", path);
    }

    /** Returns from where a folder or its file was downloaded, if the plugin did it and noted it beside. */
    static Optional<String> source(Path place) {
        Path folder = Files.isDirectory(place) ? place : place.toAbsolutePath().getParent();
        if (folder == null || !Files.isRegularFile(folder.resolve(NOTE))) return Optional.empty();
        return Optional.of(Config.of(note(folder), folder.resolve(NOTE)).getString(SOURCE, ""));
    }

    /**
     * Returns what the note in the folder of a model holds.
     *
     * @throws Refusal if it cannot be read or is damaged, with what helps: nobody can download a note
     */
    public static JsonObject note(Path own) {
        try {
            return JsonFiles.object(own.resolve(NOTE));
        } catch (Damaged e) {
            throw damagedNote(e.what(), e);
        }
    }

    /**
     * Returns the refusal of a note.
     *
     * @param what is wrong with it, and where it lies: a sentence without its full stop
     */
    public static Refusal damagedNote(String what, RuntimeException cause) {
        return new Refusal(what + ". Remove the model and download or add it again.", cause);
    }
}
