package org.prompttoprompt.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.ldm.VaeFile;
import org.prompttoprompt.vae.Autoencoder;
import org.prompttoprompt.vae.AutoencoderKL;
import org.prompttoprompt.vae.AutoencoderTiny;

/** Opens autoencoders of their own, which take the place of a model's: a file, or a folder with its config.json. */
final class VaeFiles {
    private static final double VERSION_1 = 0.18215;
    private static final double XL = 0.13025;

    private VaeFiles() {}

    /**
     * Opens one.
     *
     * @param configs the folder of its config.json, if there is one
     * @param xl whether the model is a Stable Diffusion XL, whose latents have another scale
     */
    static Autoencoder open(Path path, Optional<Path> configs, boolean xl, Opening opening, NDManager manager) {
        if (Files.isDirectory(path)) {
            Config options = Config.open(path.resolve("config.json"));
            return of(options, opening.weights("vae", TensorSource.open(path, manager)));
        }
        VaeFile file = new VaeFile(Header.read(path));
        Config options = configs.map(folder -> Config.open(folder.resolve("config.json")))
                .orElseGet(() -> file.config(xl));
        return of(options, opening.weights("vae", file.tensors(manager)));
    }

    /**
     * Returns an autoencoder's options with the scale of latents that the kind of model has: some copies of Stable Diffusion XL name
     * that of version 1, which is the default of the program that wrote them.
     */
    static Config scaled(Config options, boolean xl) {
        boolean ofVersion1 = options.getDouble("scaling_factor", VERSION_1) == VERSION_1;
        return xl && ofVersion1 ? options.with(Map.of("scaling_factor", XL)) : options;
    }

    private static Autoencoder of(Config options, Weights weights) {
        return options.getString("_class_name", "AutoencoderKL").equals("AutoencoderTiny")
                ? AutoencoderTiny.of(options, weights)
                : AutoencoderKL.of(options, weights);
    }
}
