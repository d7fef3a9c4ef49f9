package org.prompttoprompt.model;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.prompttoprompt.Refusal;

/** Finds the model that a request names and checks that it is a model folder, before anything is loaded. */
public final class ModelFolder {
    private ModelFolder() {}

    /**
     * Returns the folder of a model.
     *
     * @param model a path, or nothing for the embedded model
     */
    public static Path of(String model) {
        if (model.isBlank()) return EmbeddedModel.folder();
        Path folder;
        try {
            folder = Path.of(model).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new Refusal("model=" + model + " is no path: " + e.getReason());
        }
        if (!Files.exists(folder)) throw refuse(model, "there is no such folder");
        if (!Files.isDirectory(folder)) {
            throw refuse(model, "it is a file; a model in one file must be converted to diffusers layout first");
        }
        for (String part : new String[] {"tokenizer", "text_encoder", "unet", "vae", "scheduler"}) {
            if (!Files.isDirectory(folder.resolve(part))) throw refuse(model, "it has no folder '" + part + "'");
        }
        return folder;
    }

    /** Returns how messages name the model of a folder: {@code the embedded model}, {@code the model 'sd-turbo'}. */
    public static String title(Path folder) {
        return EmbeddedModel.isAt(folder) ? "the embedded model" : "the model '" + folder.getFileName() + "'";
    }

    private static Refusal refuse(String model, String why) {
        return new Refusal("model=" + model + ": " + why
                + ". Give a folder in diffusers layout, which holds tokenizer, text_encoder, unet, vae and scheduler,"
                + " or leave it empty for the embedded model.");
    }
}
