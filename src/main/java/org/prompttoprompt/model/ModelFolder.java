package org.prompttoprompt.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.request.ShellWord;

/** Finds the model that a request names and checks that it is of a kind that can be run, before anything is loaded. */
public final class ModelFolder {
    private static final String KINDS = "Stable Diffusion 1.x, 2.x and XL can.";
    private static final String LAYOUT =
            "Give a folder in diffusers layout, which holds tokenizer, text_encoder, unet, vae and scheduler,"
                    + " or a whole model in one .safetensors file";
    /** What a request may give in place of a path. */
    private static final String OR_NAME =
            ", or name an embedded model (" + String.join(", ", EmbeddedModel.NAMES) + "), or leave it empty";

    private static final String CURE = LAYOUT + OR_NAME + ".";

    /** The places of models that a request has named by a short name, with this name. */
    private static final Map<Path, String> NAMED = new ConcurrentHashMap<>();

    private ModelFolder() {}

    /** Returns a refusal's sentence as it is where a path is asked for, and no name. */
    public static String ofPath(String message) {
        return message.replace(OR_NAME, "");
    }

    /**
     * Returns the folder of a model.
     *
     * @param model a path, a {@link ModelReference}, the name of an embedded or an installed model, or nothing for the first of these
     * @throws Refusal if there is none, or it is of a kind that cannot be run
     */
    public static Path of(String model) {
        if (EmbeddedModel.isMeant(model)) return EmbeddedModel.folder(model);
        Optional<ModelReference> reference = ModelReference.parse(model);
        if (reference.isPresent()) return of(reference.get().place("model").toString());
        Optional<Path> installed = InstalledModels.there("model", model);
        if (installed.isPresent()) {
            Path place = at(model, installed.get());
            NAMED.put(place, model.strip());
            return place;
        }
        return at(model, LocalPath.of("model", model));
    }

    private static Path at(String model, Path place) {
        Path folder = place.toAbsolutePath().normalize();
        if (Files.isSymbolicLink(folder) && !Files.exists(folder))
            throw refuse(model, "this is a link to what is no longer there");
        if (!Files.exists(folder)) throw unknown(model);
        // A dialog that asks for a file finds no folder: this file stands for its own.
        if (folder.endsWith(ModelKind.INDEX)) folder = folder.getParent();
        if (!Files.isDirectory(folder)) return file(model, folder);
        folder = HubCache.snapshot(folder);
        Optional<Path> only = onlyFile(folder);
        if (only.isPresent()) return file(model, only.get());
        Optional<String> kind = ModelKind.unsupported(folder);
        if (kind.isPresent()) {
            throw new Refusal("model=" + model + ": this is " + kind.get() + ", which cannot be edited here. " + KINDS
                    + " " + CURE);
        }
        for (String part : new String[] {"tokenizer", "text_encoder", "unet", "vae", "scheduler"}) {
            if (!Files.isDirectory(folder.resolve(part))) {
                throw refuse(model, "it has no folder '" + part + "'" + hint(folder));
            }
        }
        return folder;
    }

    /**
     * Returns how messages name the model of a folder: {@code the embedded model}, {@code the model 'sd-turbo'}; by the name that a
     * request gave last, and else by that of the folder.
     */
    public static String title(Path folder) {
        Optional<String> embedded = EmbeddedModel.at(folder);
        if (embedded.filter(EmbeddedModel.NAMES.get(0)::equals).isPresent()) return "the embedded model";
        return "the model '"
                + embedded.or(() -> Optional.ofNullable(NAMED.get(folder))).orElseGet(() -> HubCache.name(folder))
                + "'";
    }

    /** Returns the one file of weights of a folder that holds nothing else of a model. */
    private static Optional<Path> onlyFile(Path folder) {
        if (Files.exists(folder.resolve(ModelKind.INDEX)) || Files.exists(folder.resolve("config.json"))) {
            return Optional.empty();
        }
        if (Files.isDirectory(folder.resolve("unet"))) return Optional.empty();
        List<Path> weights = weights(folder);
        return weights.size() == 1 ? Optional.of(weights.get(0)) : Optional.empty();
    }

    private static List<Path> weights(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(safetensors|ckpt)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A model in one file, or what else the file is. */
    private static Path file(String model, Path file) {
        Optional<FileKind> kind = FileKind.of(Header.read("model", file));
        if (kind.isEmpty()) {
            throw refuse(model, "its tensors are not those of any kind of model that is known here");
        }
        String name = kind.get().name();
        return switch (kind.get().use()) {
            case MODEL -> file;
            case LORA -> throw other(model, name, "lora");
            case EMBEDDING -> throw other(model, name, "embeddings");
            case VAE -> throw other(model, name, "vae");
            case NONE -> throw refuse(model, "this is " + name + ", which cannot be edited here. " + KINDS);
        };
    }

    private static Refusal other(String model, String name, String option) {
        return new Refusal("model=" + model + ": this is " + name + " and no whole model. Give it as "
                + ShellWord.option(option, model) + ", and the Stable Diffusion model that it is for as the model.");
    }

    /** What else the folder may be. */
    private static String hint(Path folder) {
        List<Path> files = weights(folder);
        if (!files.isEmpty()) {
            return ", but files of weights: name one of them, such as "
                    + files.get(0).getFileName();
        }
        return Files.exists(folder.resolve(ModelKind.INDEX)) ? "" : " and no " + ModelKind.INDEX;
    }

    private static Refusal unknown(String model) {
        List<String> names = new ArrayList<>(EmbeddedModel.NAMES);
        names.addAll(InstalledModels.names());
        FoundInHub.all().forEach(found -> names.add(found.id()));
        return new Refusal("model=" + model + ": there is no such folder or file, and no model of this name."
                + NearNames.hint(model, names) + howToDownload(model) + " " + CURE);
    }

    private static String howToDownload(String model) {
        boolean elsewhere =
                InstalledModels.isOwned(model.strip()) || model.strip().matches("https?://.+");
        return elsewhere
                ? " A model that is not on this computer yet is downloaded first: models download "
                        + ShellWord.of(model.strip()) + "."
                : "";
    }

    private static Refusal refuse(String model, String why) {
        return new Refusal("model=" + model + ": " + why + ". " + CURE);
    }
}
