package org.prompttoprompt.pipeline;

import static org.prompttoprompt.request.Option.*;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.model.ModelDefaults;
import org.prompttoprompt.model.ModelFacts;
import org.prompttoprompt.model.ModelFolder;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.p2p.WordRegion;
import org.prompttoprompt.request.Axes;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.Window;
import org.prompttoprompt.sweep.SweepPlan;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Tokens;

/**
 * A request made ready for one model: checked, with everything filled in that it left open, and planned. Nothing has been
 * computed yet.
 *
 * @param request filled in
 * @param negative the empty or negative prompt
 * @param source the source prompt
 * @param target the target prompt; the source for a generation or re-weighting
 * @param alignment A(j) of the two
 * @param axes the swept parameters
 * @param combinations the swept values of each variant
 * @param plan the rows of each step, the same for every seed
 * @param sites the attention layers at this size
 * @param mapPixels pixels of the maps that a local blend and the measures read, 0 for none
 */
public record Job(
        EditRequest request,
        Tokens negative,
        Tokens source,
        Tokens target,
        Alignment alignment,
        Axes axes,
        List<Map<String, String>> combinations,
        SweepPlan plan,
        List<Site> sites,
        int mapPixels) {
    /**
     * Prepares a request.
     *
     * @throws Refusal with one readable sentence if it cannot be run
     */
    static Job of(EditRequest asked, StableDiffusion model) {
        asked.requireValues();
        EditRequest request = resolve(asked, model.facts);
        Tokens source = prompt(PROMPT, request, model);
        Tokens target = request.task().options().contains(TARGET) ? prompt(TARGET, request, model) : source;
        Tokens negative = known(NEGATIVE, request, model);
        Scheduler scheduler = scheduler(request, model);
        int factor = model.vae.factor();
        int height = request.whole(HEIGHT, 1, EditRequest.MAX_SIDE) / factor;
        int width = request.whole(WIDTH, 1, EditRequest.MAX_SIDE) / factor;
        List<Site> sites = model.unet.sites(height, width);
        Axes axes = Axes.of(request);
        Alignment alignment = Edits.align(request.task(), source, target);
        List<Map<String, String>> combinations = request.task() == Task.GENERATE ? List.of() : axes.combinations();
        List<Variant> variants = List.of();
        if (!combinations.isEmpty()) {
            requireWords(request);
            int side = request.whole(SELFRESOLUTION, 1, EditRequest.MAX_SIDE);
            Window self = org.prompttoprompt.request.Values.window(
                    SELFATTENTION.key(),
                    model.facts.defaults().selfAttention(),
                    model.facts.defaults().selfAttention());
            Edits edits = new Edits(request, source, target, alignment, self, side * side);
            variants =
                    combinations.stream().map(c -> edits.variant(c, model.unet)).toList();
        }
        int evaluations = scheduler.timesteps().size();
        SweepPlan plan = SweepPlan.of(variants, evaluations);
        Job job = new Job(
                request,
                negative,
                source,
                target,
                alignment,
                axes,
                combinations,
                plan,
                sites,
                variants.isEmpty() ? 0 : WordRegion.mapPixels(sites));
        Memory.require(job, height, width);
        return job;
    }

    /** Returns a fresh sampler. */
    static Scheduler scheduler(EditRequest request, StableDiffusion model) {
        return Schedulers.open(
                model.folder.resolve("scheduler").resolve("scheduler_config.json"),
                request.get(SCHEDULER),
                request.whole(STEPS, 1, Integer.MAX_VALUE));
    }

    /** Returns the request with the model's own values where it leaves them open. */
    static EditRequest resolve(EditRequest request, ModelFacts model) {
        ModelDefaults defaults = model.defaults();
        int own = model.side();
        EditRequest r = fill(request, STEPS, defaults.steps());
        r = fill(r, GUIDANCE, defaults.guidance());
        r = fill(r, WIDTH, defaults.width() > 0 ? defaults.width() : own);
        r = fill(r, HEIGHT, defaults.height() > 0 ? defaults.height() : own);
        r.number(GUIDANCE, 0, EditRequest.MAX_GUIDANCE);
        r.whole(STEPS, 1, EditRequest.MAX_STEPS);
        int multiple = model.multiple();
        for (Option side : List.of(WIDTH, HEIGHT)) {
            int pixels = r.whole(side, 1, EditRequest.MAX_SIDE);
            if (pixels % multiple != 0) {
                int below = Math.max(multiple, pixels / multiple * multiple);
                throw new Refusal(side.key() + "=" + pixels + ": this model needs a multiple of " + multiple
                        + ", such as " + below + " or " + (below + multiple) + ".");
            }
        }
        if (r.task() == Task.GENERATE) return r;
        r = fill(r, SELFRESOLUTION, model.selfResolution(r));
        if (r.get(RENORMALISE).equals("model")) {
            r = r.with(RENORMALISE, defaults.renormalise() && r.task() == Task.PHRASE ? "yes" : "no");
        }
        return r;
    }

    private static EditRequest fill(EditRequest request, Option option, Object value) {
        return request.leavesToModel(option) ? request.with(option, value) : request;
    }

    private static Tokens prompt(Option option, EditRequest request, StableDiffusion model) {
        String text = request.get(option);
        if (text.isBlank()) {
            throw new Refusal(option.key() + " is empty: write " + option.meaning() + ".");
        }
        return known(option, request, model);
    }

    private static Tokens known(Option option, EditRequest request, StableDiffusion model) {
        String text = request.get(option);
        Tokens tokens = model.tokenizer.encode(text);
        requireUncut(option, tokens);
        Map<String, Optional<String>> unknown =
                model.facts.defaults().vocabulary().unknown(tokens);
        if (!unknown.isEmpty()) {
            throw new Refusal(option.key() + "=" + text + ": " + ModelFolder.title(model.folder)
                    + " does not know "
                    + unknown.entrySet().stream()
                            .map(e -> "'" + e.getKey() + "'"
                                    + e.getValue()
                                            .map(near -> " (nearest: '" + near + "')")
                                            .orElse(""))
                            .collect(Collectors.joining(", "))
                    + ".\nIt knows the comma and: "
                    + String.join(", ", model.facts.defaults().vocabulary().words()) + ".");
        }
        return tokens;
    }

    private static void requireUncut(Option option, Tokens tokens) {
        if (!tokens.cut().isEmpty()) {
            throw new Refusal(option.key() + " is too long: the model reads "
                    + (tokens.ids().size() - 2) + " tokens, and would not see '" + String.join(" ", tokens.cut())
                    + "'. Shorten it.");
        }
    }

    private static void requireWords(EditRequest request) {
        boolean words = !request.get(WORDS).isBlank();
        if (request.task() == Task.REWEIGHT && !words) {
            throw new Refusal("words is empty: name the words to re-weight, such as words=fluffy.");
        }
        boolean changes = !request.numbers(WEIGHT).equals(List.of(1.0));
        boolean asked = changes && !request.get(WEIGHT).equals(request.task().defaultValue(WEIGHT));
        if (asked && !request.takesWeight()) {
            throw new Refusal("weight=" + request.get(WEIGHT) + " acts on no word: "
                    + (words
                            ? "all of words=" + request.get(WORDS)
                                    + " have weights of their own. Leave one of them out."
                            : "name the words to re-weight, such as words=fluffy."));
        }
    }
}
