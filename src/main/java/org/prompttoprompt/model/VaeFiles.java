package org.prompttoprompt.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.ldm.VaeFile;
import org.prompttoprompt.unet.UNetConfig;
import org.prompttoprompt.vae.Autoencoder;
import org.prompttoprompt.vae.AutoencoderKL;
import org.prompttoprompt.vae.AutoencoderTiny;
import org.prompttoprompt.vae.VaeConfig;

/** Opens autoencoders of their own, which take the place of a model's: a file, or a folder with its config.json. */
final class VaeFiles {
    private static final int LATENT_CHANNELS = 4;
    private static final double VERSION_1 = 0.18215;
    private static final double XL = 0.13025;

    private VaeFiles() {}

    /** Opens that of a model, or the one that takes its place. */
    static Autoencoder of(ModelLayout layout, ModelSpec spec, Opening plain, NDManager manager) {
        boolean xl = layout.has("text_encoder_2");
        if (spec.vae().isPresent()) return open(spec.vae().get(), Optional.empty(), xl, plain, manager);
        return of(layout.config("vae"), xl, plain, layout.tensors("vae", manager));
    }

    /** Reads the model's own, whose place another takes, and returns whether all that it holds are numbers. */
    static boolean isOwnSound(ModelLayout layout, Opening plain, NDManager manager) {
        try (NDManager aside = manager.newSubManager()) {
            of(layout.config("vae"), layout.has("text_encoder_2"), plain, layout.tensors("vae", aside));
            return true;
        } catch (Refusal e) {
            return false; // it is not used, and told where it is
        }
    }

    /**
     * Refuses an autoencoder whose latents are not the network's, by its options alone.
     *
     * @throws Refusal naming what does not go together
     */
    static void requireFits(ModelLayout layout, ModelSpec spec, ModelFacts facts, UNetConfig unet) {
        Config options = options(layout, spec);
        boolean tiny = isTiny(options);
        int factor =
                tiny ? AutoencoderTiny.factor(options) : VaeConfig.of(options).factor();
        int channels = options.getInt("latent_channels", 4);
        String given = spec.vae().map(path -> "vae=" + path + ": ").orElse("");
        if (factor != facts.factor()) {
            throw new Refusal(
                    given + "one pixel of its latents is " + factor + " of the image wide, and the model's are "
                            + facts.factor() + ". Give an autoencoder for this kind of model.");
        }
        boolean inpaints = unet.inChannels() == 2 * channels + 1;
        if (channels == unet.inChannels() || inpaints) return;
        throw new Refusal(
                spec.vae().isPresent()
                        ? given + "it makes latents of " + channels + " channels, and the model's UNet takes "
                                + unet.inChannels() + ". Give an autoencoder for this kind of model."
                        : "The UNet of " + spec.place() + " takes " + unet.inChannels()
                                + " channels and its VAE makes latents of " + channels + ": this is not supported.");
    }

    /** Returns the options of a model's, or of the one that takes its place. */
    private static Config options(ModelLayout layout, ModelSpec spec) {
        return spec.vae()
                .map(path -> options(path, Optional.empty(), layout.has("text_encoder_2")))
                .orElseGet(() -> layout.config("vae"));
    }

    /**
     * Returns what the decoding of an image takes beside what is held always, by its options alone.
     *
     * @param height of the latents
     * @param width of the latents
     * @param network the precision of the network beside it
     * @param mapped bytes of its weights that lie in their files; a tiny one's do not
     */
    static long decodingBytes(
            ModelLayout layout, ModelSpec spec, int height, int width, Precision network, long mapped) {
        Config options = options(layout, spec);
        Precision own = precision(options, layout.has("text_encoder_2"), network);
        return isTiny(options)
                ? AutoencoderTiny.decodingBytes(options, height, width, own)
                : mapped + AutoencoderKL.decodingBytes(options, height, width, own);
    }

    /**
     * Refuses an autoencoder that fits no Stable Diffusion, by its options alone.
     *
     * @throws Refusal saying why
     */
    static void requireUsable(Path path) {
        Config options = options(path, Optional.empty(), false);
        int channels = options.getInt("latent_channels", LATENT_CHANNELS);
        if (channels != LATENT_CHANNELS)
            throw new Refusal("Its latents have " + channels + " channels"
                    + (channels == 16 ? ", as those of Stable Diffusion 3 and Flux" : "")
                    + ", and those of the models that"
                    + " can be used here have " + LATENT_CHANNELS
                    + ": take a VAE for Stable Diffusion 1.x, 2.x or XL.");
        if (isTiny(options)) AutoencoderTiny.factor(options);
        else VaeConfig.of(options);
    }

    /**
     * Opens one.
     *
     * @param configs the folder of its config.json, if there is one
     * @param xl whether the model is a Stable Diffusion XL, whose latents have another scale
     */
    static Autoencoder open(Path path, Optional<Path> configs, boolean xl, Opening opening, NDManager manager) {
        Config options = options(path, configs, xl);
        TensorSource stored = Files.isDirectory(path)
                ? TensorSource.open(path, manager)
                : file(path).tensors(manager);
        return of(options, xl, opening, stored);
    }

    private static Config options(Path path, Optional<Path> configs, boolean xl) {
        Optional<Path> folder = Files.isDirectory(path) ? Optional.of(path) : configs;
        return folder.map(with -> Config.open(with.resolve("config.json")))
                .orElseGet(() -> file(path).config(xl));
    }

    private static VaeFile file(Path path) {
        return new VaeFile(Header.read("vae", path));
    }

    /**
     * Returns an autoencoder's options with the scale of latents that the kind of model has: some copies of Stable Diffusion XL name
     * that of version 1, which is the default of the program that wrote them.
     */
    static Config scaled(Config options, boolean xl) {
        boolean ofVersion1 = !isTiny(options) && options.getDouble("scaling_factor", VERSION_1) == VERSION_1;
        return xl && ofVersion1 ? options.with(Map.of("scaling_factor", XL)) : options;
    }

    private static boolean isTiny(Config options) {
        return options.getString("_class_name", "AutoencoderKL").equals("AutoencoderTiny");
    }

    /**
     * Returns what an autoencoder computes in beside a network in this precision. Activations of a decoder may pass what float16
     * holds, and those of XL's do: it is computed in single precision unless its options say {@code "force_upcast": false}, which
     * is diffusers' default of a tiny one alone.
     */
    static Precision precision(Config options, boolean xl, Precision network) {
        boolean upcast = network == Precision.FLOAT16 && options.getBoolean("force_upcast", !isTiny(options));
        return xl || upcast ? Precision.FLOAT32 : network;
    }

    private static Autoencoder of(Config options, boolean xl, Opening opening, TensorSource stored) {
        Config scaled = scaled(options, xl);
        Opening single = opening.in(precision(options, xl, opening.precision()));
        return isTiny(options)
                ? AutoencoderTiny.of(scaled, single.copied().weights("vae", stored))
                : AutoencoderKL.of(scaled, single.weights("vae", stored));
    }
}
