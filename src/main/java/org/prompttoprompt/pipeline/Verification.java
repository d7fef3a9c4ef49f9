package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.prompttoprompt.Finding;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.diffusion.StepNoise;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.Conditioning;
import org.prompttoprompt.model.PublishedCase;
import org.prompttoprompt.model.PublishedName;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.sweep.Contexts;
import org.prompttoprompt.sweep.SweepPlan;
import org.prompttoprompt.sweep.SweepRun;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/**
 * Compares a model's images with the pixels that are published of it, and looks at what must hold of any model. On the engine's
 * thread.
 */
final class Verification {
    /** A processor's arithmetic differs by less from the published one; a fault makes ten times as much. */
    private static final double AGREES = 1e-2;

    private static final double ROW_SUM = 1e-4;
    private static final double ROUND_TRIP = 0.2;
    /** Larger maps than these take too much memory to be built for a look. */
    private static final int MOST_PIXELS = 1024;

    private static final int STEPS = 3;

    private final StableDiffusion model;
    private final Progress progress;
    private final List<String> lines = new ArrayList<>();
    private double walked; // seconds of the last image's steps

    Verification(StableDiffusion model, Progress progress) {
        this.model = model;
        this.progress = progress;
    }

    /**
     * Returns the report.
     *
     * @param published the name of the model whose cases are compared, empty to tell it by the model's own name
     * @throws Refusal if no cases of that name are published
     */
    String report(String published) {
        Optional<PublishedName> name = told(published)
                .map(told -> new PublishedName(told, "what was asked for"))
                .or(() -> PublishedName.of(model));
        lines.add("Model: " + model.reference() + ", " + model.dtype());
        lines.add("Prompt-to-Prompt " + Provenance.version() + ", PyTorch " + PyTorch.version() + " on "
                + PyTorch.deviceName() + ", threads: " + PyTorch.threads() + ", Java "
                + System.getProperty("java.version")
                + " on " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        name.ifPresentOrElse(this::compare, this::ask);
        try (NDManager manager = model.newManager();
                NDScope scope = new NDScope()) {
            lookAtAnyModel(manager);
        }
        return String.join("\n", lines) + "\n";
    }

    /** Returns the name that is asked for, if one is; refused before a model is read where nothing is published of it. */
    static Optional<String> told(String published) {
        if (published.isBlank() || published.equals(Option.OF_THE_MODEL)) return Optional.empty();
        return Optional.of(PublishedName.called(published)
                .orElseThrow(() -> new Refusal("published=" + published
                        + ": no pixels are published of this model. There are those of: "
                        + PublishedCase.all().stream()
                                .map(PublishedCase::model)
                                .distinct()
                                .collect(Collectors.joining(", "))
                        + ". Give one of them, or leave it out.")));
    }

    /** Says which of the models whose pixels are published it may be. */
    private void ask() {
        List<String> candidates = PublishedName.candidates(model);
        lines.add("No pixels are known to be published of '" + model.name() + "': looked at what holds of any model. "
                + (candidates.isEmpty()
                        ? "None of the models whose pixels are published is built like it."
                        : "If these are the weights of " + String.join(" or ", candidates) + ", say so: published="
                                + candidates.get(0) + "."));
    }

    private void compare(PublishedName name) {
        lines.add("Published as " + name.name() + ", told by " + name.by() + ".");
        boolean agrees = true;
        for (PublishedCase c : PublishedCase.all()) {
            if (!c.isOf(name.name())) continue;
            try (NDManager manager = model.newManager();
                    NDScope scope = new NDScope()) {
                agrees &= compare(manager, c);
            }
        }
        if (agrees) PublishedName.agrees(model, name.name());
    }

    private boolean compare(NDManager manager, PublishedCase c) {
        Config options = model.outline.scheduler();
        if (c.sampler().contains("sigma_min")) options = options.with(Map.of("final_sigmas_type", "sigma_min"));
        String sampler = c.sampler().startsWith("as in") ? "model" : c.sampler().split(" from|, read")[0];
        Drawing drawing = new Drawing(c.prompt(), options, sampler, c.steps(), c.guidance(), c.size());
        NDArray noise = PublishedCase.noise(manager, c.latents());
        boolean fits = noise.getShape().get(1) == model.vae.latentChannels()
                && noise.getShape().get(2) * model.vae.factor() == c.size();
        if (!fits) {
            return check(
                    c.id() + ": this is another kind of model, whose images of such latents have not " + c.size()
                            + " pixels.",
                    false);
        }
        double worst =
                c.difference(image(manager, drawing, noise, i -> PublishedCase.noise(manager, "lcm_noise_" + i)));
        boolean agrees = worst <= AGREES;
        return check(
                c.id()
                        + (agrees
                                ? ": agrees with the published pipeline: largest difference " + number(worst)
                                : ": differs from the published pipeline by " + number(worst)
                                        + ". The files may be another model's or a changed one's; a wrong padding token, sampler"
                                        + " constant or layer makes such a difference too."),
                agrees);
    }

    private void lookAtAnyModel(NDManager manager) {
        List<String> known = model.facts.defaults().vocabulary().words();
        String prompt = known.isEmpty()
                ? "a photograph of an astronaut riding a horse"
                : String.join(" ", known.subList(0, Math.min(3, known.size())));
        int size = model.facts.side();
        int side = size / model.vae.factor();
        NDArray noise = manager.randomNormal(new Shape(1, model.vae.latentChannels(), side, side));
        double furthest = rowSums(manager, noise, prompt, size);
        check("attention rows sum to 1 up to " + number(furthest), furthest <= ROW_SUM);
        double guidance = model.facts.defaults().guidance();
        NDArray image = image(
                manager,
                new Drawing(prompt, model.outline.scheduler(), "DDIM", STEPS, guidance, size),
                noise,
                i -> noise.duplicate());
        float sum = image.sum().getFloat();
        check("an image of " + STEPS + " steps has no invalid numbers", Float.isFinite(sum));
        NDArray again = model.vae
                .decode(model.vae.encode(image.mul(2).sub(1)))
                .div(2)
                .add(.5f)
                .clip(0, 1);
        double lost = again.sub(image).abs().mean().getFloat();
        check("encoded and decoded it is off by " + number(lost) + " on average", lost <= ROUND_TRIP);
        String took = String.format(Locale.ROOT, "%.2f s per step of %d x %d pixels", walked / STEPS, size, size);
        lines.add(Finding.indent() + took + ", in " + model.dtype() + "; one of an edit draws two images; "
                + Footprint.of(model));
        PrecisionNote.ofRuns(model).ifPresent(runs -> lines.add(Finding.indent() + runs));
    }

    private boolean check(String what, boolean holds) {
        lines.add(Finding.of(holds, what));
        return holds;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2g", value);
    }

    private double rowSums(NDManager manager, NDArray noise, String prompt, int size) {
        double[] furthest = {0};
        AttentionControl look = new AttentionControl() {
            @Override
            public boolean wants(Site site) {
                return site.pixels() <= MOST_PIXELS;
            }

            @Override
            public NDArray apply(NDArray maps, Site site) {
                double off = maps.sum(new int[] {3}).sub(1).abs().max().getFloat();
                furthest[0] = Math.max(furthest[0], Double.isNaN(off) ? Double.MAX_VALUE : off);
                return maps;
            }
        };
        Context context = model.unet.guided(
                model.encode(manager, model.outline.tokens(prompt, 1), Conditioning.of(size, size)), 1);
        network(manager, size).predict(noise, 500, context, look, FeatureControl.NONE);
        return furthest[0];
    }

    /** Returns the network; an inpainting one draws all of an empty image anew. */
    private NoisePredictor network(NDManager manager, int size) {
        return Inpainting.network(model, EditInput.NONE, size, size, manager);
    }

    /** What is drawn, and how. */
    private record Drawing(String prompt, Config options, String sampler, int steps, double guidance, int size) {}

    /** Returns an image, [1, 3, size, size] from 0 to 1. */
    private NDArray image(NDManager manager, Drawing d, NDArray noise, StepNoise stepNoise) {
        Scheduler scheduler =
                Schedulers.sampler(d.options(), d.sampler(), d.steps()).fresh().get();
        Conditioning how = Conditioning.of(d.size(), d.size());
        Context empty = model.encodeNegative(manager, model.outline.tokens("", 1), how);
        Context prompt = model.encode(manager, model.outline.tokens(d.prompt(), 1), how);
        Contexts contexts = new Contexts(
                model.unet.guided(empty, d.guidance()), model.unet.guided(prompt, d.guidance()), List.of());
        double mixed = model.unet.mixing(d.guidance());
        int evaluations = scheduler.timesteps().size();
        try (AttentionStore store = new AttentionStore(manager, site -> false, false)) {
            SweepRun run = new SweepRun(
                    SweepPlan.of(List.of(), evaluations),
                    scheduler,
                    network(manager, d.size()),
                    contexts,
                    mixed,
                    store,
                    new Tally());
            Start start = new Start(noise.mul(scheduler.initialSigma()), 0, stepNoise);
            long before = System.nanoTime();
            NDArray latents = run.walk(
                            start,
                            (step, z) ->
                                    progress.goOn(step + 1L, evaluations, "Step " + (step + 1) + " of " + evaluations))
                    .orElseThrow(() -> new CancellationException("Stopped"));
            latents.sum().getFloat(); // a GPU computes beside Java
            walked = (System.nanoTime() - before) / 1e9;
            return model.vae.decode(latents).div(2).add(.5f).clip(0, 1);
        }
    }
}
