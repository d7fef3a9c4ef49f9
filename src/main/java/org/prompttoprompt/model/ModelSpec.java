package org.prompttoprompt.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.ChosenPrecision;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.engine.OwnDisk;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.lora.Lora;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FileValue;
import org.prompttoprompt.request.Option;

/**
 * The model that a request names, with what is put on top of it. Two equal ones are the same network.
 *
 * @param place the folder or the file of the model
 * @param loras files that are merged into it
 * @param embeddings files of learned words, in their order
 * @param vae an autoencoder in place of the model's
 * @param prediction what the network predicts, or {@code model} where its files tell
 * @param wished the precision that a recipe was made in and that it is to compute in again; empty for what suits
 */
public record ModelSpec(
        Path place,
        List<LoraUse> loras,
        List<Path> embeddings,
        Optional<Path> vae,
        String prediction,
        Optional<Precision> wished) {
    /** A LoRA file and the weight that it is merged with. */
    public record LoraUse(Path file, double weight) {}

    public ModelSpec {
        loras = List.copyOf(loras);
        embeddings = List.copyOf(embeddings);
    }

    /** In what precision suits. */
    public ModelSpec(Path place, List<LoraUse> loras, List<Path> embeddings, Optional<Path> vae, String prediction) {
        this(place, loras, embeddings, vae, prediction, Optional.empty());
    }

    /** A model as it is. */
    public static ModelSpec of(Path place) {
        return new ModelSpec(place, List.of(), List.of(), Optional.empty(), Option.OF_THE_MODEL);
    }

    /**
     * Finds the files that a request names.
     *
     * @throws Refusal if one is not there, or is of a kind that cannot be run
     */
    public static ModelSpec of(EditRequest request) {
        List<LoraUse> loras = new ArrayList<>();
        for (FileValue lora : FileValue.parse(Option.LORA, request.get(Option.LORA))) {
            loras.add(new LoraUse(file(Option.LORA, lora.file()), lora.weight()));
        }
        List<Path> embeddings = FileValue.parse(Option.EMBEDDINGS, request.get(Option.EMBEDDINGS)).stream()
                .map(value -> file(Option.EMBEDDINGS, value.file()))
                .toList();
        Option.PREDICTION.read(request.get(Option.PREDICTION));
        String vae = request.get(Option.VAE);
        return new ModelSpec(
                ModelFolder.of(request.get(Option.MODEL)),
                loras,
                embeddings,
                vae.isBlank() ? Optional.empty() : Optional.of(file(Option.VAE, vae)),
                request.get(Option.PREDICTION),
                Precision.named(request.dtype().split(" ")[0]));
    }

    /** Returns the file of a path, or of a reference in a recipe; of autoencoders also a folder. */
    private static Path file(Option option, String text) {
        Optional<ModelReference> reference = ModelReference.parse(text);
        Optional<Path> installed = reference.isPresent() ? Optional.empty() : InstalledModels.part(option.key(), text);
        installed.ifPresent(place -> FileUse.require(option, place));
        if (installed.isPresent()) return installed.get();
        Path given = reference.isPresent()
                ? reference.get().place(option.key())
                : LocalPath.of(option.key(), text).toAbsolutePath().normalize();
        Path path = option == Option.VAE ? given : InstalledModels.onlyFile(given);
        boolean embedded = EmbeddedModel.NAMES.contains(text.strip()) && !Files.exists(path);
        if (embedded || option != Option.VAE && Files.isDirectory(path.resolve("unet")))
            throw FileUse.wholeModel(option, text.strip());
        boolean folder = option == Option.VAE && Files.isDirectory(path);
        if (Files.isRegularFile(path) || folder) {
            FileUse.require(option, path);
            return path;
        }
        boolean link = Files.isSymbolicLink(path) && !Files.exists(path);
        String what = link
                ? ": this is a link to a file that is no longer there, "
                : Files.isDirectory(path)
                        ? ": this is a folder, not of one .safetensors file alone, "
                        : Files.exists(path) ? ": this is not a file, " : ": there is no file ";
        throw new Refusal(option.key() + "=" + text + what + path + ". Give the path of a "
                + (option == Option.LORA ? "LoRA's" : option == Option.VAE ? "VAE's" : "learned word's")
                + " .safetensors file, or the name of an installed one."
                + (option != Option.VAE && text.contains(",") ? " Several are separated by semicolons." : "")
                + NearNames.hint(text, InstalledModels.names(ModelLook.Use.of(option)), InstalledModels.names()));
    }

    /** Returns the files besides the model's, in the order of the options. */
    List<Path> others() {
        List<Path> others = new ArrayList<>(loras.stream().map(LoraUse::file).toList());
        others.addAll(embeddings);
        vae.ifPresent(others::add);
        return others;
    }

    /**
     * Returns a request that names these files as files are passed on that are made with them: by name and hash, not by somebody's
     * folder.
     *
     * @param model the loaded model
     */
    EditRequest named(EditRequest request, StableDiffusion model) {
        EditRequest named = EmbeddedModel.isMeant(request.get(Option.MODEL))
                ? request
                : request.with(Option.MODEL, model.reference());
        List<FileValue> files = new ArrayList<>();
        for (LoraUse lora : loras) {
            files.add(new FileValue(AddOns.reference(lora.file()).toString(), lora.weight()));
        }
        named = named.with(Option.LORA, FileValue.text(Option.LORA, files));
        List<FileValue> words = embeddings.stream()
                .map(file -> new FileValue(AddOns.reference(file).toString(), 1))
                .toList();
        named = named.with(Option.EMBEDDINGS, FileValue.text(Option.EMBEDDINGS, words));
        return named.with(
                        Option.VAE,
                        vae.map(file -> AddOns.reference(file).toString()).orElse(""))
                .madeIn(request.dtype());
    }

    /** Returns the bytes of weights that loading holds in memory, beside those that are mapped from files. */
    public long held() {
        return held(precision(), HeldAs.chosen());
    }

    /** Returns the same of other choices. */
    public long held(Precision precision, HeldAs as) {
        return size().held(precision, as);
    }

    /** Returns the bytes of weights that loading holds where nothing is mapped. */
    public long copied() {
        return copied(precision());
    }

    /** Returns the same of another precision. */
    public long copied(Precision precision) {
        return size().copied(precision, HeldAs.chosen());
    }

    /** Returns what it computes in on this computer; for other models than the embedded ones that may be measured first. */
    public Precision precision() {
        return ChosenPrecision.of(EmbeddedModel.isAt(place), wished);
    }

    /** Returns the same model in that precision, whoever has chosen it. */
    public ModelSpec decided() {
        return in(Optional.of(precision()));
    }

    /** Returns the same model, bound to no recipe's precision. */
    public ModelSpec unbound() {
        return in(Optional.empty());
    }

    /** Returns whether it is the same model with the same on top, in whatever precision. */
    public boolean hasFilesOf(ModelSpec other) {
        return unbound().equals(other.unbound());
    }

    private ModelSpec in(Optional<Precision> precision) {
        return new ModelSpec(place, loras, embeddings, vae, prediction, precision);
    }

    private NetworkSize size() {
        return AddOns.size(this, ModelLayout.of(place), "unet");
    }

    /** Returns them with the files beside LoRAs that tell how strong these are. */
    List<Path> othersAndStrengths() {
        List<Path> all = new ArrayList<>(others());
        loras.forEach(lora -> Lora.strength(lora.file()).ifPresent(all::add));
        return all;
    }

    /** Returns the same model without LoRAs. */
    public ModelSpec unmerged() {
        return new ModelSpec(place, List.of(), embeddings, vae, prediction, wished);
    }

    /** Returns whether all of its files lie on disks of this computer. */
    public boolean onOwnDisk() {
        return Stream.concat(ModelLayout.of(place).files().stream(), others().stream())
                .allMatch(OwnDisk::holds);
    }

    /** Refuses files that a recipe names by hashes that they no longer have. */
    void requireMeant(EditRequest request, StableDiffusion model) {
        String named = request.get(Option.MODEL);
        ModelReference.parse(named)
                .filter(reference -> !reference.means(model.hash()))
                .ifPresent(reference -> {
                    throw new Refusal("model=" + named + ": the files in " + model.folder
                            + " have changed since; they are now " + model.reference()
                            + ". Give the folder of the model as it was: model=/path");
                });
        List<String> texts = new ArrayList<>();
        FileValue.parse(Option.LORA, request.get(Option.LORA)).forEach(value -> texts.add(value.file()));
        FileValue.parse(Option.EMBEDDINGS, request.get(Option.EMBEDDINGS)).forEach(value -> texts.add(value.file()));
        if (vae.isPresent()) texts.add(request.get(Option.VAE));
        for (int i = 0; i < texts.size(); i++) {
            Path file = others().get(i);
            ModelReference.parse(texts.get(i))
                    .filter(meant -> !AddOns.reference(file).hash().equals(meant.hash()))
                    .ifPresent(meant -> {
                        throw new Refusal(meant + ": the file " + file + " has changed since; it is now "
                                + AddOns.reference(file) + ". Give the path of the file as it was.");
                    });
        }
    }
}
