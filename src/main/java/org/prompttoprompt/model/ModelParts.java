package org.prompttoprompt.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.unet.UNet;
import org.prompttoprompt.unet.UNetConfig;
import org.prompttoprompt.vae.Autoencoder;

/**
 * The networks of a model. A run builds them of its weights and a list of the headers of its files alone, so that both refuse the same.
 *
 * @param facts what the model says about requests
 * @param encoders its text encoders and tokenizers
 * @param unet its network
 * @param vae its autoencoder, or the one that takes its place
 */
record ModelParts(ModelFacts facts, TextEncoders encoders, UNet unet, Autoencoder vae) {
    /**
     * Builds them.
     *
     * @param opening of the model's files
     * @param ofVae opening of the autoencoder
     * @throws Refusal if something is missing, broken or not supported, naming it
     */
    static ModelParts of(ModelLayout layout, ModelSpec spec, Opening opening, Opening ofVae, NDManager manager) {
        ModelFacts facts = ModelFacts.of(layout);
        VaeFiles.requireFits(layout, spec, facts, UNetConfig.of(layout.config("unet")));
        Schedulers.requireUsable(layout.config("scheduler"));
        TextEncoders encoders = new TextEncoders(layout, spec, opening, manager);
        UNet unet = new UNet(layout.config("unet"), opening.weights("unet", layout.tensors("unet", manager)));
        return new ModelParts(facts, encoders, unet, VaeFiles.of(layout, spec, ofVae, manager));
    }

    /**
     * Returns the facts of a whole model whose networks can be built, as its files' headers tell.
     *
     * @throws Refusal as {@link #of} does, or if a run has found values in its files that are no numbers
     */
    static ModelFacts requireWhole(Path place) {
        ModelLayout layout = ModelLayout.of(place);
        ModelFacts facts = of(layout, ModelSpec.of(place), Opening.HEADERS, Opening.HEADERS, null)
                .facts();
        SoundFiles.requireNoneKnownBroken(layout.files());
        return facts;
    }

    /**
     * Refuses an autoencoder of its own that cannot be built, or of which a run has found values that are no numbers.
     *
     * @throws Refusal saying why
     */
    static void requireVae(Path place) {
        VaeFiles.requireUsable(place);
        VaeFiles.open(place, Optional.empty(), false, Opening.HEADERS, null);
        SoundFiles.requireNoneKnownBroken(Weights.files(place));
    }
}
