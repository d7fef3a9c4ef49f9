package org.prompttoprompt.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.unet.UNet;
import org.prompttoprompt.vae.AutoencoderKL;
import org.prompttoprompt.vae.LatentRgb;

/** A loaded model: the parts of a folder in diffusers' layout. Loaded, used and closed on the engine's thread. */
public final class StableDiffusion implements AutoCloseable {
    public final Path folder;
    public final Precision precision;
    public final ModelFacts facts;
    public final ClipTokenizer tokenizer;
    public final ClipTextModel text;
    public final UNet unet;
    public final AutoencoderKL vae;
    private final NDManager manager;
    private String hash;
    private LatentRgb colours;

    private StableDiffusion(Path folder, Opening opening, NDManager manager) {
        this.folder = folder;
        this.precision = opening.precision();
        this.manager = manager;
        facts = ModelFacts.of(folder);
        tokenizer = ClipTokenizer.open(folder.resolve("tokenizer"));
        text = ClipTextModel.open(folder.resolve("text_encoder"), opening, manager);
        tokenizer.requireFits(text.rows(), text.positions());
        unet = UNet.open(folder.resolve("unet"), opening, manager);
        vae = AutoencoderKL.open(folder.resolve("vae"), opening, manager);
        if (vae.latentChannels() != unet.inChannels()) {
            throw new Refusal("The UNet of " + folder + " takes " + unet.inChannels()
                    + " latent channels and its VAE makes " + vae.latentChannels()
                    + ". Inpainting, depth and super-resolution models are not supported.");
        }
    }

    /**
     * Loads a model.
     *
     * @throws Refusal if something in the folder is missing, broken or not supported, naming it
     */
    public static StableDiffusion open(Path folder) {
        return open(folder, Opening.PLAIN);
    }

    /** Returns the bytes of the network's weights on disk, most of which are mapped into memory. */
    public long weights() {
        return Weights.files(folder.resolve("unet")).stream()
                .mapToLong(file -> file.toFile().length())
                .sum();
    }

    /** Loads a model likewise, its weights in this way. */
    public static StableDiffusion open(Path folder, Opening opening) {
        NDManager manager = PyTorch.newManager();
        try {
            return new StableDiffusion(folder, opening, manager);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    public String name() {
        return HubCache.name(folder);
    }

    /** Returns what a reader should know of how the model was found; empty if nothing is unusual. */
    public List<String> notes() {
        if (Files.exists(folder.resolve(ModelKind.INDEX))) return List.of();
        return List.of("The folder of the model '" + name() + "' has no " + ModelKind.INDEX
                + ", which tells the kind of a model: taken for Stable Diffusion by its UNet's configuration.");
    }

    /** Returns the SHA-256 of the files that decide the images: weights, configurations, tokenizer and sampler. */
    public String hash() {
        return hash((done, total) -> true);
    }

    /**
     * Returns the hash, and tells how far its making is: files that are new on this computer are read for it.
     *
     * @throws java.util.concurrent.CancellationException if the meter stops it
     */
    public String hash(Meter meter) {
        if (hash == null) {
            hash = FileHashes.sha256(folder, ModelFiles.of(folder), meter);
            reference().lies(folder);
        }
        return hash;
    }

    /** Returns the name under which files that are passed on know the model. */
    public ModelReference reference() {
        return ModelReference.of(name(), hash());
    }

    /** Returns the colours of this model's latents, fitted when they are first asked for. */
    public LatentRgb colours() {
        if (colours == null) colours = LatentRgb.of(vae, manager);
        return colours;
    }

    /** Returns a manager for one run. */
    public NDManager newManager() {
        return manager.newSubManager();
    }

    /** Returns how many arrays and runs the model's manager holds. */
    public int openArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
