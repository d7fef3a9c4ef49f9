package org.prompttoprompt.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.text.ClipTokenizer;

/** The files of a model's folder that decide its images: weights, configurations, tokenizer and sampler. */
final class ModelFiles {
    private ModelFiles() {}

    /** Returns them in the order of their names. What else lies in the folder is not read. */
    static List<Path> of(Path folder) {
        List<Path> files = new ArrayList<>();
        for (String part : new String[] {"text_encoder", "unet", "vae"}) {
            files.addAll(Weights.files(folder.resolve(part)));
            files.add(folder.resolve(part).resolve("config.json"));
        }
        ClipTokenizer.FILES.stream().map(folder.resolve("tokenizer")::resolve).forEach(files::add);
        files.add(folder.resolve("scheduler").resolve("scheduler_config.json"));
        Stream<Path> there = files.stream().filter(Files::exists);
        return there.sorted().toList();
    }
}
