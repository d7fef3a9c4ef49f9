package org.prompttoprompt.store;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.FoundInHub;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.model.NotedLicence;
import org.prompttoprompt.request.ShellWord;

/** Models that other programs have downloaded: of the Hugging Face cache, of usual places, and of folders that the user has named. */
final class FoundModels {
    private final NamedFolders folders;

    FoundModels(Path store) {
        folders = new NamedFolders(store);
    }

    /**
     * Returns them.
     *
     * @param goOn is asked before each is looked at; those so far are returned if it says no
     */
    List<ModelEntry> all(BooleanSupplier goOn) {
        NamedFolders.Contents named = folders.read();
        List<ModelEntry> found = new ArrayList<>(named.damage().stream().toList());
        for (FoundInHub model : FoundInHub.all()) {
            if (!goOn.getAsBoolean()) return sorted(found);
            ModelLook look = ModelLook.at(model.folder());
            if (look.use() != ModelLook.Use.NONE || Unusable.isToldOfHub(model.folder())) found.add(entry(model, look));
        }
        for (FoundInHub model : FoundInHub.unclear()) {
            if (!goOn.getAsBoolean()) return sorted(found);
            if (FoundInHub.snapshots(model.folder()).stream().anyMatch(FoundModels::isTold)) found.add(unclear(model));
        }
        found.addAll(ofPrograms(roots(named.folders()), goOn));
        return sorted(found);
    }

    /** Returns what lies in folders of other programs and in those that the user has named, likewise. */
    List<ModelEntry> ofPrograms(BooleanSupplier goOn) {
        return ofPrograms(roots(folders.read().folders()), goOn);
    }

    private static List<ModelEntry> ofPrograms(List<Path> roots, BooleanSupplier goOn) {
        List<ModelEntry> found = new ArrayList<>();
        for (Path root : roots)
            for (Path place : OtherPrograms.below(root)) {
                if (!goOn.getAsBoolean()) return found;
                ModelLook look = ModelLook.at(place);
                if (look.use() != ModelLook.Use.NONE || Unusable.isTold(root, place))
                    found.add(entry(OtherPrograms.program(root), place, look));
            }
        return found;
    }

    private static boolean isTold(Path snapshot) {
        return ModelLook.at(snapshot).use() != ModelLook.Use.NONE || Unusable.isToldOfHub(snapshot);
    }

    private static ModelEntry unclear(FoundInHub model) {
        long bytes = ModelLook.at(model.folder().resolve("blobs")).bytes(); // the snapshots share them
        String problem = ModelLook.at(model.folder()).problem();
        ModelLook look = new ModelLook(ModelLook.Use.NONE, "", "", bytes, problem);
        return new ModelEntry(
                model.id(), model.id(), ModelEntry.Origin.HUB, model.folder(), look, "not told", "not checked");
    }

    /** What cannot be used comes last. */
    private static List<ModelEntry> sorted(List<ModelEntry> found) {
        Map<Boolean, List<ModelEntry>> byUse = found.stream()
                .collect(Collectors.partitioningBy(one -> one.look().use() != ModelLook.Use.NONE));
        List<ModelEntry> all = new ArrayList<>(byUse.get(true));
        all.addAll(Unusable.few(byUse.get(false)));
        return all;
    }

    private static ModelEntry entry(FoundInHub model, ModelLook look) {
        return new ModelEntry(
                model.id(),
                model.id(),
                ModelEntry.Origin.HUB,
                model.folder(),
                look,
                licence(model.folder()),
                FoundCheck.state(model.folder()));
    }

    private static ModelEntry entry(ModelEntry.Origin program, Path place, ModelLook look) {
        return new ModelEntry(
                place.toString(), PartFile.title(place), program, place, look, licence(place), "not checked");
    }

    /** Returns the licence of what lies at a place, in words, with who says so. */
    static String licence(Path place) {
        return NotedLicence.ofNote(place)
                .map(id -> id + " (noted when it was downloaded)")
                .or(() -> NotedLicence.of(place).map(id -> id + " (its card says)"))
                .orElse("not told");
    }

    /**
     * Returns the folders of other programs, with those that the user has named.
     *
     * @throws Refusal if the list of these is damaged
     */
    List<Path> roots() {
        NamedFolders.Contents named = folders.read();
        named.damage().ifPresent(damaged -> {
            throw new Refusal(damaged.look().problem());
        });
        return roots(named.folders());
    }

    private static List<Path> roots(List<Path> named) {
        List<Path> roots = new ArrayList<>(OtherPrograms.usual());
        named.stream().filter(folder -> !roots.contains(folder)).forEach(roots::add);
        return roots;
    }

    /**
     * What lies in a folder.
     *
     * @param models how many can be used
     * @param broken what nobody would expect to be of no use
     */
    record Looked(int models, Map<Path, ModelLook> broken) {
        /** @param path as the folder was named */
        String inWords(String path) {
            return "Found " + models + (models == 1 ? " model" : " models") + " in " + path
                    + (models == 1 ? ", which is read where it is." : ", which are read where they are.")
                    + " To look there no more: models forget " + ShellWord.of(path) + "." + Unusable.inWords(broken);
        }
    }

    /**
     * Looks no more in a folder that was named.
     *
     * @return what was done, in words
     * @throws Refusal if it was not named, with those that were
     */
    String forget(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        if (!folders.remove(place)) throw new Refusal("model=" + folder + ": " + notNamed(place));
        return "Models are no longer looked for in " + place
                + "; nothing there was deleted, and each is still given by its path."
                + (OtherPrograms.usual().contains(place)
                        ? " It is a usual place of another program, though, and those are always looked into."
                        : "");
    }

    /** Returns how what lies in a folder that was named gets off the list, as a sentence behind others; nothing of what lies elsewhere. */
    static String howToForget(Path store, String path) {
        return new NamedFolders(store)
                .readable().stream()
                        .filter(folder -> isBelow(path, folder))
                        .findFirst()
                        .map(folder -> " To look there no more: models forget " + ShellWord.of(folder.toString()) + ".")
                        .orElse("");
    }

    private static boolean isBelow(String path, Path folder) {
        try {
            return Path.of(path).startsWith(folder);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private String notNamed(Path place) {
        List<String> named = folders.readable().stream().map(Path::toString).toList();
        return (OtherPrograms.usual().contains(place)
                        ? "this is a usual place of another program, and those are always looked into."
                        : "this is no folder that was named to look for models in.")
                + (named.isEmpty()
                        ? " None was named."
                        : " There is: " + named.stream().map(ShellWord::of).collect(Collectors.joining(", ")) + ".");
    }

    /**
     * Looks in one more folder from now on.
     *
     * @return what is there
     * @throws Refusal if it is none, or holds no model
     */
    Looked lookIn(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        if (Files.exists(place) && !Files.isDirectory(place))
            throw new Refusal("model=" + folder + ": this is a file, and models are looked for in a folder. "
                    + (place.toString().endsWith(".safetensors")
                            ? "A file of weights is added by itself: models add " + ShellWord.of(folder.toString())
                                    + "."
                            : "Name the folder of the program, which holds 'models', or one with .safetensors files."));
        if (!Files.isDirectory(place))
            throw new Refusal("model=" + folder
                    + ": there is no such folder. Look whether the path is written right, from its beginning.");
        List<Path> places = OtherPrograms.below(place);
        Map<Path, ModelLook> broken = new LinkedHashMap<>();
        for (Path one : places) {
            ModelLook look = ModelLook.at(one);
            if (look.use() == ModelLook.Use.NONE) broken.put(one, look);
        }
        int models = places.size() - broken.size();
        if (models == 0)
            throw new Refusal("model=" + folder + ": no model that can be used was found there. Name the folder of the"
                    + " program, which holds 'models', or one with .safetensors files."
                    + (broken.size() == 1
                            ? " What is there cannot be used: "
                                    + broken.values().iterator().next().problem()
                            : Unusable.inWords(broken)));
        folders.add(place);
        broken.keySet().removeIf(one -> !Unusable.isTold(place, one));
        return new Looked(models, broken);
    }
}
