package org.prompttoprompt.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.LocalPath;

/** Finds the model that a request names and checks that it is of a kind that can be run, before anything is loaded. */
public final class ModelFolder {
    private static final String LAYOUT =
            "Give a folder in diffusers layout, which holds tokenizer, text_encoder, unet, vae and scheduler,"
                    + " or name an embedded model (" + String.join(", ", EmbeddedModel.NAMES)
                    + "), or leave it empty.";

    private ModelFolder() {}

    /**
     * Returns the folder of a model.
     *
     * @param model a path, a {@link ModelReference}, the name of an embedded model, or nothing for the first of these
     * @throws Refusal if there is none, or it is of a kind that cannot be run
     */
    public static Path of(String model) {
        if (EmbeddedModel.isMeant(model)) return EmbeddedModel.folder(model);
        Optional<ModelReference> reference = ModelReference.parse(model);
        if (reference.isPresent()) return of(reference.get().folder().toString());
        Path folder = LocalPath.of("model", model).toAbsolutePath().normalize();
        if (!Files.exists(folder)) throw refuse(model, "there is no such folder");
        if (!Files.isDirectory(folder)) {
            throw refuse(model, "it is a file; a model in one file must be converted to diffusers layout first");
        }
        folder = HubCache.snapshot(folder);
        Optional<String> kind = ModelKind.unsupported(folder);
        if (kind.isPresent()) {
            throw new Refusal("model=" + model + ": this is " + kind.get()
                    + ", which cannot be edited here. Stable Diffusion 1.x and 2.x can. " + LAYOUT);
        }
        for (String part : new String[] {"tokenizer", "text_encoder", "unet", "vae", "scheduler"}) {
            if (!Files.isDirectory(folder.resolve(part))) {
                throw refuse(model, "it has no folder '" + part + "'" + hint(folder));
            }
        }
        return folder;
    }

    /** Returns how messages name the model of a folder: {@code the embedded model}, {@code the model 'sd-turbo'}. */
    public static String title(Path folder) {
        boolean first = EmbeddedModel.at(folder)
                .filter(EmbeddedModel.NAMES.get(0)::equals)
                .isPresent();
        return first
                ? "the embedded model"
                : "the model '" + EmbeddedModel.at(folder).orElse(HubCache.name(folder)) + "'";
    }

    /** What else the folder may be. */
    private static String hint(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(safetensors|ckpt)"))
                    .findFirst()
                    .map(
                            file -> ", only the file " + file.getFileName()
                                    + ": a model in one file must be converted to diffusers layout first, and a LoRA is no model")
                    .orElse(Files.exists(folder.resolve(ModelKind.INDEX)) ? "" : " and no " + ModelKind.INDEX);
        } catch (IOException e) {
            return "";
        }
    }

    private static Refusal refuse(String model, String why) {
        return new Refusal("model=" + model + ": " + why + ". " + LAYOUT);
    }
}
