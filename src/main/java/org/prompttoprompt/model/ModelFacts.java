package org.prompttoprompt.model;

import java.nio.file.Path;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FewSteps;
import org.prompttoprompt.request.Method;
import org.prompttoprompt.request.NegativePrompt;
import org.prompttoprompt.request.Numbers;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.Window;
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
    private static final List<Option> ONE_NUMBER = List.of(
            Option.STEPS,
            Option.GUIDANCE,
            Option.CLIPSKIP,
            Option.RESCALE,
            Option.WIDTH,
            Option.HEIGHT,
            Option.SELFRESOLUTION,
            Option.THRESHOLD,
            Option.BLENDFROM);
    /** Of any of these; the options themselves have been read. */
    private static final int LARGEST = EditRequest.MAX_SIDE;

    /**
     * Reads the facts of a model's folder.
     *
     * @throws org.prompttoprompt.Refusal if one of its files is missing, broken or not supported, naming it
     */
    public static ModelFacts of(Path folder) {
        return of(folder, Option.OF_THE_MODEL);
    }

    /**
     * Reads them likewise.
     *
     * @param prediction what a request says that the network predicts: files of Stable Diffusion 2 that predict v were trained at 768
     *     pixels
     */
    public static ModelFacts of(Path folder, String prediction) {
        return of(ModelLayout.of(folder, prediction));
    }

    static ModelFacts of(ModelLayout layout) {
        UNetConfig unet = UNetConfig.of(layout.config("unet"));
        int factor = VaeConfig.of(layout.config("vae")).factor();
        Habits habits = Habits.of(layout, unet);
        return new ModelFacts(
                ModelDefaults.of(layout.place(), habits),
                unet.sampleSize() * factor,
                factor,
                unet.sizeMultiple() * factor);
    }

    /** Returns what a model's files tell of its sampler. */
    public static Config scheduler(Path place) {
        return SamplerOptions.told(ModelLayout.of(place));
    }

    /**
     * Returns a request with this model's own values where it leaves them open, and its numbers and its sampler written in one
     * way: {@code steps=4.0} and {@code steps=4} are one recipe.
     *
     * @throws Refusal if a value is out of its range
     */
    public EditRequest fill(EditRequest request) {
        request.requireValues();
        Habits habits = habits(request);
        EditRequest r = fill(request, Option.STEPS, habits.steps());
        boolean own = habits.guidance() == defaults.guidance();
        double guidance = own && r.task().takesImage() ? defaults.imageGuidance() : habits.guidance();
        r = fill(r, Option.GUIDANCE, NegativePrompt.guidance(r, guidance));
        r = ofTheModel(r, Option.RESCALE, Numbers.text(defaults.rescale()));
        r = ofTheModel(r, Option.SPACING, habits.spacing());
        r = fill(r, Option.WIDTH, defaults.width() > 0 ? defaults.width() : side);
        r = fill(r, Option.HEIGHT, defaults.height() > 0 ? defaults.height() : side);
        for (Option option : List.of(Option.WIDTH, Option.HEIGHT)) requireMultiple(option, r);
        if (r.task().takesImage()) r = wayIn(r, habits.few());
        r = canonical(ofTheModel(r, Option.SCHEDULER, habits.sampler()));
        if (r.task() == Task.GENERATE) return r;
        r = fill(r, Option.SELFRESOLUTION, selfResolution(r));
        if (r.get(Option.TAU).equals(Option.OF_THE_MODEL)) {
            r = r.with(Option.TAU, tau(r));
        }
        if (r.get(Option.SELFATTENTION).equals(Option.OF_THE_MODEL)) {
            r = r.with(Option.SELFATTENTION, defaults.selfAttention() + Settings.WITHIN_TAU);
        }
        return ofTheModel(r, Option.RENORMALISE, defaults.renormalise() && r.kind() == Task.PHRASE ? "yes" : "no");
    }

    private Window tau(EditRequest request) {
        if (request.kind() == Task.REWEIGHT) return defaults.weightTau();
        return request.task().takesImage() ? defaults.imageTau() : defaults.tau();
    }

    /** A model of few steps is edited without an inversion, and by its own sampler; any other by DDIM, which has an inverse. */
    private EditRequest wayIn(EditRequest request, boolean few) {
        EditRequest r = request;
        if (r.get(Option.METHOD).equals(Option.OF_THE_MODEL)) {
            r = r.with(Option.METHOD, (few ? Method.VIRTUAL : defaults.imageMethod()).key());
        }
        Method method = Method.of(r.get(Option.METHOD));
        if (r.get(Option.SCHEDULER).equals(Option.OF_THE_MODEL) && (!few || method.inverts())) {
            r = r.with(Option.SCHEDULER, "DDIM");
        }
        // What is said of masks says where.
        boolean said = !r.get(Option.MASK).isBlank() || !r.get(Option.BLEND).isBlank();
        r = ofTheModel(r, Option.AUTOMASK, said || !defaults.imageMask() ? "no" : Option.LOCAL);
        return r.get(Option.STRENGTH).equals(Option.OF_THE_MODEL) ? r.with(Option.STRENGTH, method.strength()) : r;
    }

    private static EditRequest canonical(EditRequest request) {
        EditRequest r = request.with(Option.SCHEDULER, Schedulers.canonical(request.get(Option.SCHEDULER)));
        for (Option option : ONE_NUMBER) {
            boolean swept = option == Option.STEPS
                    && r.task().takesImage()
                    && r.numbers(option).size() > 1;
            if (r.task().options().contains(option) && !swept)
                r = r.with(option, Numbers.text(r.number(option, 0, LARGEST)));
        }
        List<Long> seeds = r.seeds();
        return seeds.size() == 1 ? r.with(Option.SEED, seeds.get(0)) : r;
    }

    /** A model of few steps is one; what is put on top of another may make it one. */
    private Habits habits(EditRequest request) {
        Habits own = new Habits(defaults.steps(), defaults.guidance(), defaults.sampler(), defaults.spacing());
        return own.few() ? own : Habits.ofRequest(request).orElse(own);
    }

    /** Returns whether the model of a request is one of few steps, or a LoRA may make it one. */
    public boolean isOfFewSteps(EditRequest request) {
        boolean lora = !request.get(Option.LORA).isBlank();
        return FewSteps.are(defaults.steps()) || lora && habits(request).few();
    }

    private static EditRequest ofTheModel(EditRequest request, Option option, String value) {
        return request.get(option).equals(Option.OF_THE_MODEL) ? request.with(option, value) : request;
    }

    private static EditRequest fill(EditRequest request, Option option, Object value) {
        return request.leavesToModel(option) ? request.with(option, value) : request;
    }

    private void requireMultiple(Option option, EditRequest request) {
        int pixels = request.whole(option, 1, EditRequest.MAX_SIDE);
        if (pixels % multiple == 0) return;
        int below = Math.max(multiple, pixels / multiple * multiple);
        throw new Refusal(option.key() + "=" + pixels + ": this model needs a multiple of " + multiple + ", such as "
                + below + " or " + (below + multiple) + ".");
    }

    /** Returns the largest side of the self-attention maps that the model's edits replace at the size of this request. */
    public int selfResolution(EditRequest r) {
        int side = defaults.selfResolution();
        int latent = Math.max(
                        r.whole(Option.WIDTH, 1, EditRequest.MAX_SIDE), r.whole(Option.HEIGHT, 1, EditRequest.MAX_SIDE))
                / factor;
        return side > 0 ? side : Math.max(1, latent / 4);
    }
}
