package org.prompttoprompt.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.ShellWord;

/** Whether a file that an option names is of the kind that the option takes. */
final class FileUse {
    private static final Map<FileKind.Use, Option> OPTIONS = Map.of(
            FileKind.Use.MODEL, Option.MODEL,
            FileKind.Use.LORA, Option.LORA,
            FileKind.Use.EMBEDDING, Option.EMBEDDINGS,
            FileKind.Use.VAE, Option.VAE);
    private static final Map<Option, String> WANTED =
            Map.of(Option.LORA, "LoRA", Option.EMBEDDINGS, "learned word", Option.VAE, "VAE");

    private FileUse() {}

    /**
     * Refuses a file of another kind, and of autoencoders a folder. Files of no known kind pass: who reads them tells more.
     *
     * @throws Refusal naming the option, the file, its kind and the option that takes it
     */
    static void require(Option option, Path place) {
        if (Files.isDirectory(place)) {
            if (option != Option.VAE) {
                throw refusal(option, place, "a folder", "Give the name or the path of a .safetensors file.");
            }
            requireVae(place);
            return;
        }
        Optional<FileKind> found = FileKind.of(Header.read(option.key(), place));
        if (found.isEmpty()) return;
        Option takes = OPTIONS.get(found.get().use());
        if (takes == option) return;
        throw refusal(
                option,
                place,
                found.get().name(),
                takes == null
                        ? "which cannot be used here. Choose another file."
                        : "Give it as " + ShellWord.option(takes.key(), place.toString()) + ".");
    }

    private static void requireVae(Path folder) {
        if (Files.isRegularFile(folder.resolve("vae").resolve("config.json"))) {
            throw refusal(
                    Option.VAE,
                    folder,
                    "a whole model",
                    "Give its own folder: "
                            + ShellWord.option(
                                    Option.VAE.key(), folder.resolve("vae").toString()) + ".");
        }
        if (!Files.isRegularFile(folder.resolve("config.json"))) {
            throw new Refusal(
                    "vae=" + folder + ": there is no config.json in this folder, which tells how a VAE is built. Give"
                            + " the folder of one in diffusers layout, or a .safetensors file.");
        }
        Optional<String> part = ModelKind.part(folder.resolve("config.json"));
        if (part.isPresent() && !part.get().startsWith(ModelKind.VAE)) {
            throw refusal(Option.VAE, folder, part.get(), "Give the folder or the file of a VAE.");
        }
    }

    /** Returns the refusal of a whole model, by its name or its folder, where another kind is asked for. */
    static Refusal wholeModel(Option option, String model) {
        String cure = "Give it as " + ShellWord.option(Option.MODEL.key(), model) + ".";
        return refusal(option, Path.of(model), "a whole model", cure);
    }

    private static Refusal refusal(Option option, Path place, String kind, String cure) {
        return new Refusal(option.key() + "=" + place + ": this is " + kind + " and no " + WANTED.get(option)
                + (cure.startsWith("which") ? ", " : ". ") + cure);
    }
}
