package org.prompttoprompt.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.lora.Lora;
import org.prompttoprompt.lora.Merged;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.LearnedWord;

/** What is put on top of a model: how it is opened with it, and how recipes name it. */
final class AddOns {
    private AddOns() {}

    /**
     * Returns how a model is opened with LoRAs merged into it.
     *
     * @throws org.prompttoprompt.Refusal if one is no LoRA, or not for this kind of model
     */
    static Opening merging(Opening opening, ModelSpec spec, ModelLayout layout, NDManager manager) {
        if (spec.loras().isEmpty()) return opening;
        requireFits(spec, layout);
        Set<String> parts = parts(layout);
        List<Lora> loras = new ArrayList<>();
        for (ModelSpec.LoraUse use : spec.loras()) loras.add(new Lora(use.file(), use.weight(), manager));
        return opening.through((part, stored) -> {
            var inner = opening.wrapper().wrap(part, stored);
            return parts.contains(part) ? new Merged(part, inner, loras) : inner;
        });
    }

    private static Set<String> parts(ModelLayout layout) {
        return layout.has("text_encoder_2")
                ? Set.of("unet", "text_encoder", "text_encoder_2")
                : Set.of("unet", "text_encoder");
    }

    /**
     * Refuses LoRAs that are none, or not for this kind of model, as far as headers tell; nothing is loaded.
     *
     * @throws org.prompttoprompt.Refusal naming the first
     */
    static void requireFits(ModelSpec spec, ModelLayout layout) {
        int context = layout.config("unet").getInt("cross_attention_dim", 1280);
        for (ModelSpec.LoraUse use : spec.loras())
            Lora.requireFits(use.file(), parts(layout), context, ModelFolder.title(layout.place()));
    }

    /** Returns how large a part of a model is, with what LoRAs change of it. */
    static NetworkSize size(ModelSpec spec, ModelLayout layout, String part) {
        List<Header> headers = layout.headers(part);
        Set<String> names =
                headers.stream().flatMap(header -> header.names().stream()).collect(Collectors.toSet());
        Set<String> changed = new HashSet<>();
        for (ModelSpec.LoraUse use : spec.loras()) changed.addAll(Lora.changed(use.file(), part, names));
        return NetworkSize.of(headers, changed);
    }

    /**
     * Returns the learned words of a model's files.
     *
     * @param encoders the options of its text encoders
     * @throws org.prompttoprompt.Refusal if a file holds none, or one for another kind of model
     */
    static List<LearnedWord> words(ModelSpec spec, List<Config> encoders) {
        List<Integer> dims =
                encoders.stream().map(c -> c.getInt("hidden_size", 512)).toList();
        return spec.embeddings().stream()
                .map(file -> LearnedWord.open(file, dims))
                .toList();
    }

    /** Returns the id of the first learned word. */
    static int firstId(ClipTextModel text, List<LearnedWord> words) {
        return text.rows() - words.stream().mapToInt(LearnedWord::vectors).sum();
    }

    /** Returns the name of a file by its content: its SHA-256 is the one that model sites tell. */
    static ModelReference reference(Path place) {
        String hash = Files.isDirectory(place)
                ? FileHashes.sha256(place, Weights.files(place), (done, total) -> true)
                : Lora.strength(place)
                        .map(strength ->
                                FileHashes.sha256(place.getParent(), List.of(place, strength), (done, total) -> true))
                        .orElseGet(() -> FileHashes.sha256(place));
        ModelReference reference = ModelReference.of(HubCache.name(place), hash);
        reference.lies(place);
        return reference;
    }
}
