package org.prompttoprompt.model;

import java.nio.file.Path;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.unet.UNetConfig;
import org.prompttoprompt.vae.VaeConfig;

/**
 * What a model says about the requests that it can run, read without its weights: a dialog asks for it on the event thread.
 *
 * @param defaults what it wants where the request leaves it open
 * @param side of the image that it was trained at, in pixels
 * @param factor how many image pixels a latent pixel is wide
 * @param multiple of which the image's sides must be, in pixels
 */
public record ModelFacts(ModelDefaults defaults, int side, int factor, int multiple) {
    /**
     * Reads the facts of a model's folder.
     *
     * @throws org.prompttoprompt.Refusal if one of its files is missing, broken or not supported, naming it
     */
    public static ModelFacts of(Path folder) {
        UNetConfig unet = UNetConfig.open(folder.resolve("unet"));
        int factor = VaeConfig.open(folder.resolve("vae")).factor();
        return new ModelFacts(
                ModelDefaults.of(folder), unet.sampleSize() * factor, factor, unet.sizeMultiple() * factor);
    }

    /** Returns the largest side of the self-attention maps that the model's edits replace at the size of this request. */
    public int selfResolution(EditRequest r) {
        int own = defaults.selfResolution();
        int latent = Math.max(
                        r.whole(Option.WIDTH, 1, EditRequest.MAX_SIDE), r.whole(Option.HEIGHT, 1, EditRequest.MAX_SIDE))
                / factor;
        return own > 0 ? own : Math.max(1, latent / 4);
    }
}
