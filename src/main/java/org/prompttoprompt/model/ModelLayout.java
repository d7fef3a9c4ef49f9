package org.prompttoprompt.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.text.ClipTokenizer;

/**
 * Where the parts of a model lie: {@code text_encoder}, {@code unet}, {@code vae}, {@code tokenizer}, {@code scheduler}, and of
 * Stable Diffusion XL {@code text_encoder_2} and {@code tokenizer_2}.
 */
interface ModelLayout {
    /** Returns the layout of a folder in diffusers' layout, or of a model in one file. */
    static ModelLayout of(Path place) {
        return of(place, Option.OF_THE_MODEL);
    }

    /**
     * Returns it likewise.
     *
     * @param prediction what a request says that the network predicts
     */
    static ModelLayout of(Path place, String prediction) {
        return Files.isRegularFile(place) ? new FileLayout(place, prediction) : new FolderLayout(place);
    }

    /** Returns the folder or the file. */
    Path place();

    boolean has(String part);

    /**
     * Returns the options of a part, freshly read.
     *
     * @throws org.prompttoprompt.Refusal if they are missing or cannot be read
     */
    Config config(String part);

    /**
     * Opens the weights of a part.
     *
     * @throws org.prompttoprompt.Refusal if they are missing or not sound
     */
    TensorSource tensors(String part, NDManager manager);

    ClipTokenizer tokenizer(String part);

    /** Returns what the file of the sampler leaves open: the prediction type that the layout tells, if it does. */
    Optional<String> prediction();

    /** Returns the files that decide the images: weights, configurations, tokenizer and sampler. */
    List<Path> files();

    /** Returns the files with the weights of the network. */
    List<Path> weights();

    /** Returns how a model is called whose sampler no file tells; empty where one does. */
    Optional<String> title();

    /** Returns the headers of the files of a part, such as {@code unet}, its tensors by the names that the network has for them. */
    List<Header> headers(String part);

    /** Returns whether the prompt that says nothing is made of zeros, as in Stable Diffusion XL. */
    boolean zerosForEmptyPrompt();
}
