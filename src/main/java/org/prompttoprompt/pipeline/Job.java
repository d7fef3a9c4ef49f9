package org.prompttoprompt.pipeline;

import static org.prompttoprompt.request.Option.NEGATIVE;
import static org.prompttoprompt.request.Option.PROMPT;
import static org.prompttoprompt.request.Option.SCHEDULER;
import static org.prompttoprompt.request.Option.SPACING;
import static org.prompttoprompt.request.Option.TARGET;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.RegionMaps;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.sweep.Pace;
import org.prompttoprompt.sweep.SweepPlan;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Tokens;

/**
 * A request made ready for one model: checked, with everything filled in that it left open, and planned. Nothing has been
 * computed yet.
 *
 * @param settings of the request, filled in
 * @param input what was given with the request
 * @param negative the empty or negative prompt
 * @param source the source prompt
 * @param target the target prompt; the source for a generation or re-weighting
 * @param alignment A(j) of the two
 * @param sampler makes a fresh sampler for each seed
 * @param plan the rows of each step, the same for every seed
 * @param sites the attention layers at this size
 * @param maps that a local blend and the measures read
 * @param precision in which the network computes
 */
record Job(
        Settings settings,
        EditInput input,
        Tokens negative,
        Tokens source,
        Tokens target,
        Alignment alignment,
        Supplier<Scheduler> sampler,
        SweepPlan plan,
        List<Site> sites,
        RegionMaps maps,
        Precision precision) {
    /**
     * Prepares a request.
     *
     * @throws Refusal with one readable sentence if it cannot be run
     */
    static Job of(EditRequest request, StableDiffusion model) {
        return of(request, EditInput.NONE, model);
    }

    /** Prepares a request with what is given beside it. */
    static Job of(EditRequest request, EditInput input, StableDiffusion model) {
        Settings read = Settings.of(model.facts.fill(request));
        Fitting.require(input, read);
        if (model.inpaints() && input.image().isEmpty()) {
            throw new Refusal("The model '" + model.name() + "' fills in what a mask hides, and needs an image: choose "
                    + Task.EDIT.command());
        }
        model.requireTakes(read);
        Schedulers.Sampler sampler =
                Schedulers.sampler(scheduler(read, model), read.request().get(SCHEDULER), read.steps());
        Fitting.requireInvertible(read, sampler);
        Fitting.requireSpeed(read, model);
        // What the model's file names stands in the recipe by its name.
        Settings settings = read.withSampler(sampler.name());
        int chunks = chunks(settings, model);
        Tokens source = prompt(PROMPT, settings, model, chunks);
        boolean same = request.kind() == Task.GENERATE || request.kind() == Task.REWEIGHT;
        Tokens target = same ? source : prompt(TARGET, settings, model, chunks);
        Tokens negative = tokens(NEGATIVE, settings, model, chunks);
        int height = settings.height() / model.vae.factor();
        int width = settings.width() / model.vae.factor();
        List<Site> sites = model.unet.sites(height, width);
        Alignment alignment = Edits.align(request.kind(), source, target);
        List<Variant> variants = new Edits(
                        settings,
                        source,
                        target,
                        alignment,
                        input.mask(),
                        input.moved(),
                        sampler.fresh().get()::evaluation)
                .variants(model.unet);
        Job job = new Job(
                settings,
                input,
                negative,
                source,
                target,
                alignment,
                sampler.fresh(),
                SweepPlan.of(variants, sampler.fresh().get().timesteps().size()),
                sites,
                variants.isEmpty() ? RegionMaps.NONE : RegionMaps.of(sites),
                model.precision);
        RunMemory.of(job, model).require();
        return job;
    }

    private static Config scheduler(Settings settings, StableDiffusion model) {
        String spacing = settings.request().get(SPACING);
        Config options = model.scheduler();
        return spacing.equals(Option.OF_THE_MODEL)
                ? options
                : options.with("timestep_spacing", spacing, SPACING.key() + "=" + spacing);
    }

    /** Returns how many of a prompt's tokens the model reads at once. */
    int tokensOfAPart() {
        return source.ids().size() / source.chunks() - 2;
    }

    /** Returns the request with everything filled in. */
    EditRequest request() {
        return settings.request();
    }

    /** Returns whether images are edited, and not only drawn. */
    boolean edits() {
        return !plan.variants().isEmpty();
    }

    /**
     * Returns what a run leaves out.
     *
     * @param guidance whether there is any, at a scale other than 1
     * @param shown whether each step's maps are wanted
     */
    Pace pace(boolean guidance, boolean shown) {
        Scheduler scheduler = sampler.get();
        return Pace.of(
                settings.drawn().speed(),
                plan,
                firstEvaluation(),
                settings.steps(),
                scheduler::evaluation,
                guidance,
                shown);
    }

    /** Returns the first network evaluation that is run. */
    int firstEvaluation() {
        return sampler.get().evaluation(settings.firstStep());
    }

    /** All prompts of a run are read in as many parts as the longest. */
    private static int chunks(Settings settings, StableDiffusion model) {
        return Stream.of(PROMPT, TARGET, NEGATIVE)
                .filter(settings.request().task().options()::contains)
                .mapToInt(option -> model.chunks(settings.request().get(option)))
                .max()
                .orElse(1);
    }

    private static Tokens prompt(Option option, Settings settings, StableDiffusion model, int chunks) {
        if (settings.request().get(option).isBlank()) {
            throw new Refusal(option.key() + " is empty: write " + option.meaning() + ".");
        }
        return tokens(option, settings, model, chunks);
    }

    /** Reads a prompt whose words the model knows and whose tokens fit. */
    private static Tokens tokens(Option option, Settings settings, StableDiffusion model, int chunks) {
        String text = settings.request().get(option);
        Prompts.refuseForeign(option, text);
        Tokens tokens = model.tokens(text, chunks);
        Prompts.requireKnown(option, text, tokens, model.unknown(tokens), model.folder, model.facts);
        return tokens;
    }
}
