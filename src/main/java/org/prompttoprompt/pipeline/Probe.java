package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.inversion.DifferenceMask;
import org.prompttoprompt.inversion.PromptErrors;
import org.prompttoprompt.model.Conditioning;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/** Asks the model about images without drawing any: which prompt it takes them for, and where two prompts disagree. */
record Probe(StableDiffusion model, Progress progress) {
    /** Returns E(C) of each prompt for each image; a model whose guidance is distilled is asked without a prompt, too. */
    List<double[]> errors(List<SourceImage> images, List<String> given) {
        double distilled = model.facts.defaults().distilled();
        boolean asWell = distilled != 1 && !given.get(0).isEmpty();
        List<String> prompts = new ArrayList<>(given);
        if (asWell) prompts.add(0, "");
        long[] done = {0};
        long total = (long) images.size() * prompts.size() * PromptErrors.PAIRS;
        Ddim scheduler = ddim();
        try (NDManager manager = model.newManager();
                NDScope scope = new NDScope()) {
            if (images.isEmpty()) return List.of();
            List<Context> contexts = prompts.stream()
                    .map(prompt -> context(manager, prompt, images.get(0)))
                    .toList();
            NoisePredictor network = counted(manager, images.get(0), done, total, "Judging");
            return images.stream()
                    .map(image -> PromptErrors.of(x0(manager, image), scheduler, network, contexts, distilled))
                    .map(errors -> asWell ? Arrays.copyOfRange(errors, 1, errors.length) : errors)
                    .toList();
        }
    }

    /** Returns where the prompts disagree about the image. */
    ImageMask mask(SourceImage image, String source, String target, List<float[]> known) {
        DifferenceMask found = differences(image, source, target, known);
        ImageMask mask = ImageMask.of(found.inside(), found.width());
        if (!mask.isEmpty()) return mask;
        throw new Refusal("The prompts '" + source + "' and '" + target
                + "' differ nowhere in this image: select where it is to change.");
    }

    /**
     * Returns how the prompts disagree about each part of the image.
     *
     * @param known what was asked of the source prompt before; what is missing is added
     */
    DifferenceMask differences(SourceImage image, String source, String target, List<float[]> known) {
        try (NDManager manager = model.newManager();
                NDScope scope = new NDScope()) {
            return DifferenceMask.of(
                    x0(manager, image),
                    ddim(),
                    counted(
                            manager,
                            image,
                            new long[] {0},
                            2L * DifferenceMask.NOISES - known.size(),
                            "Finding the mask"),
                    context(manager, source, image),
                    context(manager, target, image),
                    known);
        }
    }

    NoisePredictor counted(NDManager manager, SourceImage image, long[] done, long total, String message) {
        NoisePredictor network = Inpainting.network(model, EditInput.of(image), image.height(), image.width(), manager);
        return (latents, timestep, context, attention, features) -> {
            if (!progress.goOn(done[0], total, message)) throw new CancellationException("Stopped");
            done[0] += latents.getShape().get(0);
            return network.predict(latents, timestep, context, attention, features);
        };
    }

    Ddim ddim() {
        return (Ddim) Schedulers.sampler(model.outline.scheduler(), "DDIM", PromptErrors.STEPS)
                .fresh()
                .get();
    }

    NDArray x0(NDManager manager, SourceImage image) {
        return model.vae.encode(image.toTensor(manager));
    }

    Context context(NDManager manager, String prompt, SourceImage image) {
        return model.encode(manager, model.tokenizer.encode(prompt), Conditioning.of(image.height(), image.width()));
    }
}
