package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.StepNoise;
import org.prompttoprompt.inversion.DdimInversion;
import org.prompttoprompt.inversion.EditFriendly;
import org.prompttoprompt.inversion.Inversion;
import org.prompttoprompt.inversion.NoisedImage;
import org.prompttoprompt.inversion.NullText;
import org.prompttoprompt.inversion.ProximalGuidance;
import org.prompttoprompt.inversion.VirtualInversion;
import org.prompttoprompt.inversion.WalkRule;
import org.prompttoprompt.inversion.WayIn;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.Method;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.WayValues;
import org.prompttoprompt.sweep.Contexts;
import org.prompttoprompt.unet.NoisePredictor;

/**
 * Turns the method of a request into the way in.
 *
 * @param image x₀, the image's latents, [1, channels, height, width]
 * @param scheduler of the walk
 * @param network that the walk asks
 * @param kept inversions of earlier runs
 * @param work hears of each row that is run, and may stop it
 */
record WaysIn(
        Job job,
        StableDiffusion model,
        Contexts contexts,
        NDArray image,
        Scheduler scheduler,
        NoisePredictor network,
        KeptInversions kept,
        Work work) {
    /** What the network answers depends on, beside the model itself. */
    private static final List<Option> ASKED = List.of(
            Option.LORA,
            Option.EMBEDDINGS,
            Option.VAE,
            Option.PREDICTION,
            Option.SPACING,
            Option.CLIPSKIP,
            Option.ORIGINALSIZE,
            Option.CROPPEDAT,
            Option.TARGETSIZE);

    /** Thrown out of an inversion that was stopped. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("Stopped", null, false, false);
        }
    }

    /** Returns the way into the image for the walk of a seed. */
    WayIn of(long seed) {
        int first = job.firstEvaluation();
        StepNoise noise = StepNoise.of(image.getManager(), seed, image.getShape());
        return switch (way().method()) {
            case IMG2IMG -> NoisedImage.of(image, seed, scheduler, first);
            case VIRTUAL -> VirtualInversion.of(image, seed, scheduler, first);
            case DIRECT -> DdimInversion.direct(inverted(), scheduler, first, noise);
            case DDIM -> DdimInversion.drawn(inverted(), scheduler, first, noise, WalkRule.PLAIN);
            case NEGATIVE ->
                DdimInversion.drawn(
                        inverted(), scheduler, first, noise, DdimInversion.negativePrompt(contexts.source()));
            case PROXIMAL -> {
                WalkRule rule =
                        new ProximalGuidance(contexts.source(), inverted(), scheduler.timesteps(), way().quantile());
                yield DdimInversion.drawn(inverted(), scheduler, first, noise, rule);
            }
            case NULLTEXT -> {
                Inversion found = optimised();
                yield DdimInversion.drawn(found, scheduler, first, noise, NullText.rule(found, contexts.empty()));
            }
            case DDPM -> EditFriendly.way(stochastic(seed), (Ddim) scheduler, first);
        };
    }

    /** Returns what the maps of the source depend on, if its walk is known. */
    String key(long seed) {
        return switch (way().method()) {
            case IMG2IMG -> hash("img2img seed=" + seed);
            case DDPM -> stochasticKey(seed);
            case VIRTUAL -> hash("virtual seed=" + seed + " first=" + job.firstEvaluation());
            default -> hash("ddim");
        };
    }

    private WayValues way() {
        return job.settings().way().orElseThrow();
    }

    private Inversion inverted() {
        String key = hash("ddim");
        if (!kept.has(key)) work.more(scheduler.timesteps().size());
        return kept.get(key, model, () -> DdimInversion.of(image, scheduler, counted(), contexts.source()));
    }

    private String stochasticKey(long seed) {
        return hash("ddpm seed=" + seed + " scale=" + way().sourceScale() + " first=" + job.firstEvaluation()
                + " negative=" + job.negative().prompt());
    }

    private Inversion stochastic(long seed) {
        String key = stochasticKey(seed);
        if (!kept.has(key)) work.more(rows(job));
        return kept.get(
                key,
                model,
                () -> EditFriendly.of(
                        image,
                        (Ddim) scheduler,
                        StepNoise.of(image.getManager(), seed, image.getShape()),
                        job.firstEvaluation(),
                        counted(),
                        contexts.empty(),
                        contexts.source(),
                        way().sourceScale()));
    }

    private Inversion optimised() {
        String key = hash("nulltext guidance=" + job.settings().guidance() + " inner=" + way().inner() + " first="
                + job.firstEvaluation() + " negative=" + job.negative().prompt());
        if (kept.has(key)) return kept.get(key, model, () -> null);
        Inversion backwards = inverted();
        work.more(rows(job) - scheduler.timesteps().size());
        NullText nullText = new NullText(
                scheduler,
                counted(),
                contexts.source(),
                job.settings().guidance(),
                way().inner(),
                NullText.rate(scheduler.timesteps().size() - job.firstEvaluation()));
        return kept.get(
                key, model, () -> nullText.of(backwards, contexts.empty().tokens(), job.firstEvaluation()));
    }

    /** Returns the most network rows that the inversion of one seed takes where it is not kept yet. */
    static long rows(Job job) {
        return rows(job.settings().way().orElseThrow(), job.plan().steps().size(), job.firstEvaluation());
    }

    static long rows(WayValues way, long all, long first) {
        long run = all - first;
        return switch (way.method()) {
            case IMG2IMG, VIRTUAL -> 0;
            case DIRECT, DDIM, NEGATIVE, PROXIMAL -> all;
            case NULLTEXT -> all + run * (2 + way.inner());
            case DDPM -> run * (way.sourceScale() == 1 ? 1 : 2);
        };
    }

    private NoisePredictor counted() {
        return (latents, timestep, context, attention, features) -> {
            NDArray output = network.predict(latents, timestep, context, attention, features);
            if (!work.step(latents.getShape().get(0), "Inverting the image")) throw new Stopped();
            return output;
        };
    }

    private String hash(String what) {
        List<String> asked = ASKED.stream().map(job.request()::get).toList();
        String text = String.join(
                "\n",
                what,
                String.join("\n", asked),
                job.input().image().orElseThrow().hash(),
                // The network of an inpainting checkpoint is told where.
                model.outline.inpaints()
                        ? job.input()
                                .mask()
                                .map(mask -> mask.width() + " " + mask.shares().hashCode())
                                .orElse("")
                        : "",
                model.hash(),
                model.dtype(),
                job.source().prompt(),
                job.request().get(Option.SCHEDULER),
                String.valueOf(job.settings().steps()));
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns whether the source's row is guided. */
    static boolean guidesSource(Method method) {
        return method == Method.DDIM || method == Method.NULLTEXT;
    }
}
