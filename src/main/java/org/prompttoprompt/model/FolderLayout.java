package org.prompttoprompt.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.text.ClipTokenizer;

/** A folder in diffusers' layout, which has a folder for each part. */
record FolderLayout(Path place) implements ModelLayout {
    @Override
    public boolean has(String part) {
        return Files.isDirectory(place.resolve(part));
    }

    @Override
    public Config config(String part) {
        String file = part.equals("scheduler") ? "scheduler_config.json" : "config.json";
        return Config.open(place.resolve(part).resolve(file));
    }

    @Override
    public TensorSource tensors(String part, NDManager manager) {
        return TensorSource.open(place.resolve(part), manager);
    }

    @Override
    public ClipTokenizer tokenizer(String part) {
        return Tokenizers.of(place.resolve(part));
    }

    /** A sampler's file that is silent means noise. */
    @Override
    public Optional<String> prediction() {
        return Optional.of(config("scheduler").getString("prediction_type", "epsilon"));
    }

    /** What else lies in the folder is not read. */
    @Override
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (String part : new String[] {"text_encoder", "text_encoder_2", "unet", "vae"}) {
            if (!has(part)) continue;
            files.addAll(Weights.files(place.resolve(part)));
            files.add(place.resolve(part).resolve("config.json"));
        }
        for (String part : new String[] {"tokenizer", "tokenizer_2"}) {
            ClipTokenizer.FILES.stream().map(place.resolve(part)::resolve).forEach(files::add);
        }
        files.add(place.resolve("scheduler").resolve("scheduler_config.json"));
        Stream<Path> there = files.stream().filter(Files::exists);
        return there.sorted().toList();
    }

    @Override
    public List<Path> weights() {
        return Weights.files(place.resolve("unet"));
    }

    @Override
    public Optional<String> title() {
        return Optional.empty();
    }

    @Override
    public List<Header> headers(String part) {
        return Weights.files(place.resolve(part)).stream()
                .filter(file -> file.toString().endsWith(".safetensors"))
                .map(Header::read)
                .toList();
    }

    @Override
    public boolean zerosForEmptyPrompt() {
        Path index = place.resolve(ModelKind.INDEX);
        return has("text_encoder_2")
                && (!Files.exists(index) || Config.open(index).getBoolean("force_zeros_for_empty_prompt", true));
    }
}
