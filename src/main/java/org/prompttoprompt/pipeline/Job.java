package org.prompttoprompt.pipeline;

import java.util.List;
import java.util.function.Supplier;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.RegionMaps;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.Speed;
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
 * @param lastLayers of the network's last block
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
        int lastLayers,
        Precision precision) {
    /**
     * Prepares a request.
     *
     * @throws org.prompttoprompt.Refusal with one readable sentence if it cannot be run
     */
    static Job of(EditRequest request, StableDiffusion model) {
        return of(request, EditInput.NONE, model);
    }

    /** Prepares a request with what is given beside it. */
    static Job of(EditRequest request, EditInput input, StableDiffusion model) {
        ReadRequest read = ReadRequest.of(request, input, model.outline);
        Settings settings = read.settings();
        int height = settings.height() / model.vae.factor();
        int width = settings.width() / model.vae.factor();
        List<Site> sites = model.unet.sites(height, width);
        Supplier<Scheduler> sampler = read.sampler().fresh();
        List<Variant> variants = new Edits(
                        settings,
                        read.source(),
                        read.target(),
                        read.alignment(),
                        input.mask(),
                        input.moved(),
                        sampler.get()::evaluation)
                .variants(model.unet);
        Job job = new Job(
                settings,
                input,
                read.negative(),
                read.source(),
                read.target(),
                read.alignment(),
                sampler,
                SweepPlan.of(variants, sampler.get().timesteps().size()),
                sites,
                variants.isEmpty() ? RegionMaps.NONE : RegionMaps.of(sites),
                model.outline.lastLayers(),
                model.precision);
        RunMemory.of(job, model).require();
        return job;
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
        Speed speed = settings.drawn().speed().within(lastLayers);
        Pace pace = Pace.of(speed, plan, firstEvaluation(), settings.steps(), scheduler::evaluation, guidance, shown);
        int side = settings.selfResolution();
        boolean all = shown || input.image().isPresent();
        return all ? pace : pace.downsampled(plan, sites, side * side);
    }

    /** Returns the first network evaluation that is run. */
    int firstEvaluation() {
        return sampler.get().evaluation(settings.firstStep());
    }
}
